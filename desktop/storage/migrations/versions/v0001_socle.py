"""First schema: team, reference rows, log, drafts; then the tables of the espace.

Plain SQL, frozen: it must read the same in ten years, whatever today's classes become.
"""

from __future__ import annotations

from alembic import context, op

revision = "0001"
down_revision = None

_COMMON = (
    """
    CREATE TABLE action (
        id INTEGER NOT NULL,
        libelle TEXT NOT NULL,
        replica TEXT NOT NULL,
        premier INTEGER NOT NULL,
        dernier INTEGER NOT NULL,
        auteur TEXT NOT NULL,
        annule INTEGER,
        annulee BOOLEAN NOT NULL,
        CONSTRAINT pk_action PRIMARY KEY (id)
    )
    """,
    """
    CREATE TABLE blob (
        sha256 TEXT NOT NULL,
        taille INTEGER NOT NULL,
        presente BOOLEAN NOT NULL,
        CONSTRAINT pk_blob PRIMARY KEY (sha256)
    )
    """,
    """
    CREATE TABLE brouillon (
        formulaire TEXT NOT NULL,
        ligne TEXT NOT NULL,
        auteur TEXT NOT NULL,
        titre TEXT NOT NULL,
        champs TEXT NOT NULL,
        modifie_ms INTEGER NOT NULL,
        CONSTRAINT pk_brouillon PRIMARY KEY (formulaire, ligne, auteur)
    )
    """,
    """
    CREATE TABLE changement (
        replica TEXT NOT NULL,
        n INTEGER NOT NULL,
        ms INTEGER NOT NULL,
        compteur INTEGER NOT NULL,
        auteur TEXT NOT NULL,
        sorte TEXT NOT NULL,
        entite TEXT NOT NULL,
        ligne TEXT NOT NULL,
        racine TEXT NOT NULL,
        schema INTEGER NOT NULL,
        sel TEXT NOT NULL,
        contenu TEXT,
        engagement TEXT NOT NULL,
        extra TEXT,
        empreinte BLOB NOT NULL,
        lot TEXT,
        CONSTRAINT pk_changement PRIMARY KEY (replica, n)
    )
    """,
    """
    CREATE INDEX ix_changement_ligne ON changement (ligne)
    """,
    """
    CREATE INDEX ix_changement_racine ON changement (racine)
    """,
    """
    CREATE INDEX ix_changement_retrait ON changement (racine) WHERE sorte <> 'set'
    """,
    """
    CREATE TABLE cle_equipe (
        generation INTEGER NOT NULL,
        secret TEXT NOT NULL,
        CONSTRAINT pk_cle_equipe PRIMARY KEY (generation)
    )
    """,
    """
    CREATE TABLE frontiere (
        replica TEXT NOT NULL,
        n INTEGER NOT NULL,
        empreinte BLOB NOT NULL,
        CONSTRAINT pk_frontiere PRIMARY KEY (replica)
    )
    """,
    """
    CREATE TABLE garde (
        id INTEGER NOT NULL,
        CONSTRAINT pk_garde PRIMARY KEY (id)
    )
    """,
    """
    CREATE TABLE identite (
        replica TEXT NOT NULL,
        espace TEXT NOT NULL,
        espace_id TEXT NOT NULL,
        commune TEXT NOT NULL,
        lettre TEXT NOT NULL,
        libelle TEXT NOT NULL,
        depuis_ms INTEGER NOT NULL,
        CONSTRAINT pk_identite PRIMARY KEY (replica)
    )
    """,
    """
    CREATE TABLE lot (
        id TEXT NOT NULL,
        sens TEXT NOT NULL,
        replica TEXT NOT NULL,
        poste TEXT NOT NULL,
        ms INTEGER NOT NULL,
        nouveaux INTEGER NOT NULL,
        photos INTEGER NOT NULL,
        sauvegarde TEXT,
        CONSTRAINT pk_lot PRIMARY KEY (id)
    )
    """,
    """
    CREATE TABLE membre (
        nom TEXT,
        id TEXT NOT NULL,
        racine TEXT NOT NULL,
        supprime BOOLEAN NOT NULL,
        CONSTRAINT pk_membre PRIMARY KEY (id)
    )
    """,
    """
    CREATE INDEX ix_membre_racine ON membre (racine)
    """,
    """
    CREATE TABLE nomenclature (
        domaine TEXT,
        code TEXT,
        libelle TEXT,
        touche TEXT,
        ordre INTEGER,
        actif BOOLEAN,
        id TEXT NOT NULL,
        racine TEXT NOT NULL,
        supprime BOOLEAN NOT NULL,
        CONSTRAINT pk_nomenclature PRIMARY KEY (id)
    )
    """,
    """
    CREATE INDEX ix_nomenclature_domaine ON nomenclature (domaine)
    """,
    """
    CREATE INDEX ix_nomenclature_racine ON nomenclature (racine)
    """,
    """
    CREATE TABLE pair (
        replica TEXT NOT NULL,
        libelle TEXT NOT NULL,
        recu_ms INTEGER NOT NULL,
        frontiere TEXT NOT NULL,
        voulus TEXT NOT NULL,
        CONSTRAINT pk_pair PRIMARY KEY (replica)
    )
    """,
    """
    CREATE TABLE poste (
        replica TEXT,
        lettre TEXT,
        libelle TEXT,
        id TEXT NOT NULL,
        racine TEXT NOT NULL,
        supprime BOOLEAN NOT NULL,
        CONSTRAINT pk_poste PRIMARY KEY (id)
    )
    """,
    """
    CREATE INDEX ix_poste_racine ON poste (racine)
    """,
    """
    CREATE INDEX ix_poste_replica ON poste (replica)
    """,
    """
    CREATE TABLE recherche_doc (
        id INTEGER NOT NULL,
        entite TEXT NOT NULL,
        ligne TEXT NOT NULL,
        CONSTRAINT pk_recherche_doc PRIMARY KEY (id)
    )
    """,
    """
    CREATE UNIQUE INDEX ix_recherche_doc_ligne ON recherche_doc (entite, ligne)
    """,
    """
    CREATE TABLE tete (
        ligne TEXT NOT NULL,
        entite TEXT NOT NULL,
        racine TEXT NOT NULL,
        tetes TEXT NOT NULL,
        conflits INTEGER NOT NULL,
        avis BOOLEAN NOT NULL,
        modifie_ms INTEGER NOT NULL,
        auteur TEXT NOT NULL,
        replica TEXT NOT NULL,
        CONSTRAINT pk_tete PRIMARY KEY (ligne)
    )
    """,
    """
    CREATE INDEX ix_tete_conflits ON tete (conflits) WHERE conflits > 0 or avis
    """,
    """
    CREATE INDEX ix_tete_racine ON tete (racine)
    """,
)

_TERRAIN = (
    """
    CREATE TABLE quartier (
        nom TEXT,
        prefixe TEXT,
        statut TEXT,
        ordre INTEGER,
        id TEXT NOT NULL,
        racine TEXT NOT NULL,
        supprime BOOLEAN NOT NULL,
        CONSTRAINT pk_quartier PRIMARY KEY (id)
    )
    """,
    """
    CREATE INDEX ix_quartier_racine ON quartier (racine)
    """,
    """
    CREATE TABLE structure (
        nom TEXT,
        famille TEXT,
        id TEXT NOT NULL,
        racine TEXT NOT NULL,
        supprime BOOLEAN NOT NULL,
        CONSTRAINT pk_structure PRIMARY KEY (id)
    )
    """,
    """
    CREATE INDEX ix_structure_racine ON structure (racine)
    """,
    """
    CREATE TABLE marche (
        numero TEXT,
        quartier_id TEXT,
        type TEXT,
        date_prevue TEXT,
        point_rdv TEXT,
        nb_habitants INTEGER,
        nb_pros INTEGER,
        synthese TEXT,
        id TEXT NOT NULL,
        racine TEXT NOT NULL,
        supprime BOOLEAN NOT NULL,
        CONSTRAINT pk_marche PRIMARY KEY (id),
        CONSTRAINT fk_marche_quartier_id FOREIGN KEY(quartier_id) REFERENCES quartier (id) DEFERRABLE INITIALLY DEFERRED
    )
    """,
    """
    CREATE INDEX ix_marche_quartier_id ON marche (quartier_id)
    """,
    """
    CREATE INDEX ix_marche_racine ON marche (racine)
    """,
    """
    CREATE TABLE micro_site (
        nom TEXT,
        quartier_id TEXT,
        adresse TEXT,
        lat_e7 INTEGER,
        lon_e7 INTEGER,
        gestionnaire_id TEXT,
        etat_vie TEXT,
        etat_general TEXT,
        acces TEXT,
        eclairage BOOLEAN,
        point_eau BOOLEAN,
        pmr BOOLEAN,
        bancs INTEGER,
        notes TEXT,
        id TEXT NOT NULL,
        racine TEXT NOT NULL,
        supprime BOOLEAN NOT NULL,
        CONSTRAINT pk_micro_site PRIMARY KEY (id),
        CONSTRAINT fk_micro_site_quartier_id FOREIGN KEY(quartier_id) REFERENCES quartier (id) DEFERRABLE INITIALLY DEFERRED,
        CONSTRAINT fk_micro_site_gestionnaire_id FOREIGN KEY(gestionnaire_id) REFERENCES structure (id) DEFERRABLE INITIALLY DEFERRED
    )
    """,
    """
    CREATE INDEX ix_micro_site_gestionnaire_id ON micro_site (gestionnaire_id)
    """,
    """
    CREATE INDEX ix_micro_site_quartier_id ON micro_site (quartier_id)
    """,
    """
    CREATE INDEX ix_micro_site_racine ON micro_site (racine)
    """,
    """
    CREATE TABLE constat (
        numero TEXT,
        marche_id TEXT,
        etat TEXT,
        theme TEXT,
        gravite INTEGER,
        gestionnaire_id TEXT,
        texte TEXT,
        lieu TEXT,
        lat_e7 INTEGER,
        lon_e7 INTEGER,
        origine_position TEXT,
        id TEXT NOT NULL,
        racine TEXT NOT NULL,
        supprime BOOLEAN NOT NULL,
        CONSTRAINT pk_constat PRIMARY KEY (id),
        CONSTRAINT fk_constat_marche_id FOREIGN KEY(marche_id) REFERENCES marche (id) DEFERRABLE INITIALLY DEFERRED,
        CONSTRAINT fk_constat_gestionnaire_id FOREIGN KEY(gestionnaire_id) REFERENCES structure (id) DEFERRABLE INITIALLY DEFERRED
    )
    """,
    """
    CREATE INDEX ix_constat_gestionnaire_id ON constat (gestionnaire_id)
    """,
    """
    CREATE INDEX ix_constat_liste ON constat (supprime, numero, id)
    """,
    """
    CREATE INDEX ix_constat_marche_id ON constat (marche_id)
    """,
    """
    CREATE INDEX ix_constat_racine ON constat (racine)
    """,
    """
    CREATE TABLE equipement (
        micro_site_id TEXT,
        nom TEXT,
        type TEXT,
        longueur_cm INTEGER,
        largeur_cm INTEGER,
        sol TEXT,
        norme TEXT,
        fabricant TEXT,
        annee_pose INTEGER,
        panneau BOOLEAN,
        etat TEXT,
        id TEXT NOT NULL,
        racine TEXT NOT NULL,
        supprime BOOLEAN NOT NULL,
        CONSTRAINT pk_equipement PRIMARY KEY (id),
        CONSTRAINT fk_equipement_micro_site_id FOREIGN KEY(micro_site_id) REFERENCES micro_site (id) DEFERRABLE INITIALLY DEFERRED
    )
    """,
    """
    CREATE INDEX ix_equipement_micro_site_id ON equipement (micro_site_id)
    """,
    """
    CREATE INDEX ix_equipement_racine ON equipement (racine)
    """,
    """
    CREATE TABLE photo (
        blob TEXT,
        source_sha256 TEXT,
        marche_id TEXT,
        constat_id TEXT,
        micro_site_id TEXT,
        fichier TEXT,
        legende TEXT,
        ordre INTEGER,
        prise_le TEXT,
        lat_e7 INTEGER,
        lon_e7 INTEGER,
        largeur INTEGER,
        hauteur INTEGER,
        id TEXT NOT NULL,
        racine TEXT NOT NULL,
        supprime BOOLEAN NOT NULL,
        CONSTRAINT pk_photo PRIMARY KEY (id),
        CONSTRAINT fk_photo_marche_id FOREIGN KEY(marche_id) REFERENCES marche (id) DEFERRABLE INITIALLY DEFERRED,
        CONSTRAINT fk_photo_constat_id FOREIGN KEY(constat_id) REFERENCES constat (id) DEFERRABLE INITIALLY DEFERRED,
        CONSTRAINT fk_photo_micro_site_id FOREIGN KEY(micro_site_id) REFERENCES micro_site (id) DEFERRABLE INITIALLY DEFERRED
    )
    """,
    """
    CREATE INDEX ix_photo_blob ON photo (blob)
    """,
    """
    CREATE INDEX ix_photo_constat_id ON photo (constat_id)
    """,
    """
    CREATE INDEX ix_photo_marche_id ON photo (marche_id)
    """,
    """
    CREATE INDEX ix_photo_micro_site_id ON photo (micro_site_id)
    """,
    """
    CREATE INDEX ix_photo_racine ON photo (racine)
    """,
    """
    CREATE INDEX ix_photo_source_sha256 ON photo (source_sha256)
    """,
)

_RELOGEMENT = (
    """
    CREATE TABLE batiment (
        nom TEXT,
        adresse TEXT,
        bailleur TEXT,
        id TEXT NOT NULL,
        racine TEXT NOT NULL,
        supprime BOOLEAN NOT NULL,
        CONSTRAINT pk_batiment PRIMARY KEY (id)
    )
    """,
    """
    CREATE INDEX ix_batiment_racine ON batiment (racine)
    """,
    """
    CREATE TABLE logement (
        batiment_id TEXT,
        cage TEXT,
        etage INTEGER,
        porte TEXT,
        reference_bailleur TEXT,
        typologie TEXT,
        surface TEXT,
        loyer TEXT,
        charges TEXT,
        ascenseur BOOLEAN,
        etat TEXT,
        id TEXT NOT NULL,
        racine TEXT NOT NULL,
        supprime BOOLEAN NOT NULL,
        CONSTRAINT pk_logement PRIMARY KEY (id),
        CONSTRAINT fk_logement_batiment_id FOREIGN KEY(batiment_id) REFERENCES batiment (id) DEFERRABLE INITIALLY DEFERRED
    )
    """,
    """
    CREATE INDEX ix_logement_batiment_id ON logement (batiment_id)
    """,
    """
    CREATE INDEX ix_logement_racine ON logement (racine)
    """,
    """
    CREATE TABLE menage (
        reference TEXT,
        logement_id TEXT,
        etat TEXT,
        titre TEXT,
        date_entree TEXT,
        telephone_1 TEXT,
        telephone_2 TEXT,
        courriel TEXT,
        interprete BOOLEAN,
        date_information_rgpd TEXT,
        notes TEXT,
        id TEXT NOT NULL,
        racine TEXT NOT NULL,
        supprime BOOLEAN NOT NULL,
        CONSTRAINT pk_menage PRIMARY KEY (id),
        CONSTRAINT fk_menage_logement_id FOREIGN KEY(logement_id) REFERENCES logement (id) DEFERRABLE INITIALLY DEFERRED
    )
    """,
    """
    CREATE INDEX ix_menage_logement_id ON menage (logement_id)
    """,
    """
    CREATE INDEX ix_menage_racine ON menage (racine)
    """,
    """
    CREATE TABLE contact (
        menage_id TEXT,
        horodatage TEXT,
        canal TEXT,
        sens TEXT,
        objet TEXT,
        note TEXT,
        duree_min INTEGER,
        id TEXT NOT NULL,
        racine TEXT NOT NULL,
        supprime BOOLEAN NOT NULL,
        CONSTRAINT pk_contact PRIMARY KEY (id),
        CONSTRAINT fk_contact_menage_id FOREIGN KEY(menage_id) REFERENCES menage (id) DEFERRABLE INITIALLY DEFERRED
    )
    """,
    """
    CREATE INDEX ix_contact_menage_id ON contact (menage_id)
    """,
    """
    CREATE INDEX ix_contact_racine ON contact (racine)
    """,
    """
    CREATE TABLE occupant (
        menage_id TEXT,
        nom TEXT,
        prenom TEXT,
        lien TEXT,
        date_naissance TEXT,
        relogement_autonome BOOLEAN,
        id TEXT NOT NULL,
        racine TEXT NOT NULL,
        supprime BOOLEAN NOT NULL,
        CONSTRAINT pk_occupant PRIMARY KEY (id),
        CONSTRAINT fk_occupant_menage_id FOREIGN KEY(menage_id) REFERENCES menage (id) DEFERRABLE INITIALLY DEFERRED
    )
    """,
    """
    CREATE INDEX ix_occupant_menage_id ON occupant (menage_id)
    """,
    """
    CREATE INDEX ix_occupant_racine ON occupant (racine)
    """,
)

_SYNCED = {
    "terrain": (
        "membre",
        "poste",
        "nomenclature",
        "quartier",
        "structure",
        "marche",
        "constat",
        "micro_site",
        "equipement",
        "photo",
    ),
    "relogement": (
        "membre",
        "poste",
        "nomenclature",
        "batiment",
        "logement",
        "menage",
        "occupant",
        "contact",
    ),
}

_SEARCH = """
    create virtual table recherche using fts5(
        texte, content='', contentless_delete=1,
        tokenize="unicode61 remove_diacritics 2", prefix='2 3'
    )
"""


def _guard(table: str, verb: str) -> str:
    return f"""
        create trigger garde_{table}_{verb} before {verb} on {table}
        when not exists (select 1 from garde)
        begin select raise(abort, 'write outside the recorder'); end
    """


def upgrade() -> None:
    """Create every table of the espace named by the caller."""
    espace = context.config.attributes["espace"]
    for statement in (*_COMMON, *(_TERRAIN if espace == "terrain" else _RELOGEMENT), _SEARCH):
        op.execute(statement)
    for table in (*_SYNCED[espace], "changement", "tete", "frontiere"):
        for verb in ("insert", "update", "delete"):
            op.execute(_guard(table, verb))
    for table in _SYNCED[espace]:
        op.execute(
            f"create trigger jamais_{table} before delete on {table} "
            "begin select raise(abort, 'rows are hidden, never removed'); end"
        )
