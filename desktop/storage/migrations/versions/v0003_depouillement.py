"""Third schema: the whole constat, grids and parameters as data, parcours, photo layers.

Plain SQL, frozen: it must read the same in ten years, whatever today's classes become.
"""

from __future__ import annotations

from alembic import context, op

revision = "0003"
down_revision = "0002"

_COMMON = (
    """
    CREATE TABLE parametre (
        code TEXT,
        libelle TEXT,
        valeur TEXT,
        unite TEXT,
        source TEXT,
        version TEXT,
        id TEXT NOT NULL,
        racine TEXT NOT NULL,
        supprime BOOLEAN NOT NULL,
        CONSTRAINT pk_parametre PRIMARY KEY (id)
    )
    """,
    """
    CREATE INDEX ix_parametre_racine ON parametre (racine)
    """,
    """
    CREATE TABLE import_photos (
        id TEXT NOT NULL,
        marche_id TEXT,
        micro_site_id TEXT,
        demande TEXT NOT NULL,
        debut_ms INTEGER NOT NULL,
        fin_ms INTEGER,
        bilan TEXT,
        CONSTRAINT pk_import_photos PRIMARY KEY (id)
    )
    """,
    """
    CREATE TABLE preference (
        auteur TEXT NOT NULL,
        cle TEXT NOT NULL,
        valeur TEXT NOT NULL,
        CONSTRAINT pk_preference PRIMARY KEY (auteur, cle)
    )
    """,
)

_TERRAIN = (
    """
    CREATE TABLE item_grille (
        grille TEXT,
        version TEXT,
        code TEXT,
        theme TEXT,
        libelle TEXT,
        famille_public TEXT,
        famille_bailleur TEXT,
        axe_tfpb INTEGER,
        service_code TEXT,
        gravite_forcee INTEGER,
        ordre INTEGER,
        actif BOOLEAN,
        id TEXT NOT NULL,
        racine TEXT NOT NULL,
        supprime BOOLEAN NOT NULL,
        CONSTRAINT pk_item_grille PRIMARY KEY (id)
    )
    """,
    """
    CREATE INDEX ix_item_grille_racine ON item_grille (racine)
    """,
    """
    CREATE TABLE parcours (
        quartier_id TEXT,
        nom TEXT,
        point_rdv TEXT,
        point_fin TEXT,
        actif BOOLEAN,
        id TEXT NOT NULL,
        racine TEXT NOT NULL,
        supprime BOOLEAN NOT NULL,
        CONSTRAINT pk_parcours PRIMARY KEY (id),
        CONSTRAINT fk_parcours_quartier_id FOREIGN KEY(quartier_id) REFERENCES quartier (id) DEFERRABLE INITIALLY DEFERRED
    )
    """,
    """
    CREATE INDEX ix_parcours_quartier_id ON parcours (quartier_id)
    """,
    """
    CREATE INDEX ix_parcours_racine ON parcours (racine)
    """,
    """
    CREATE TABLE arret (
        parcours_id TEXT,
        ordre INTEGER,
        nom TEXT,
        lat_e7 INTEGER,
        lon_e7 INTEGER,
        rayon_m INTEGER,
        consigne TEXT,
        duree_min INTEGER,
        sensible TEXT,
        id TEXT NOT NULL,
        racine TEXT NOT NULL,
        supprime BOOLEAN NOT NULL,
        CONSTRAINT pk_arret PRIMARY KEY (id),
        CONSTRAINT fk_arret_parcours_id FOREIGN KEY(parcours_id) REFERENCES parcours (id) DEFERRABLE INITIALLY DEFERRED
    )
    """,
    """
    CREATE INDEX ix_arret_parcours_id ON arret (parcours_id)
    """,
    """
    CREATE INDEX ix_arret_racine ON arret (racine)
    """,
    """
    CREATE TABLE trace (
        marche_id TEXT,
        nom TEXT,
        points TEXT,
        id TEXT NOT NULL,
        racine TEXT NOT NULL,
        supprime BOOLEAN NOT NULL,
        CONSTRAINT pk_trace PRIMARY KEY (id),
        CONSTRAINT fk_trace_marche_id FOREIGN KEY(marche_id) REFERENCES marche (id) DEFERRABLE INITIALLY DEFERRED
    )
    """,
    """
    CREATE INDEX ix_trace_marche_id ON trace (marche_id)
    """,
    """
    CREATE INDEX ix_trace_racine ON trace (racine)
    """,
    """
    CREATE TABLE participation (
        marche_id TEXT,
        structure_id TEXT,
        libelle TEXT,
        role TEXT,
        statut TEXT,
        nombre INTEGER,
        id TEXT NOT NULL,
        racine TEXT NOT NULL,
        supprime BOOLEAN NOT NULL,
        CONSTRAINT pk_participation PRIMARY KEY (id),
        CONSTRAINT fk_participation_marche_id FOREIGN KEY(marche_id) REFERENCES marche (id) DEFERRABLE INITIALLY DEFERRED,
        CONSTRAINT fk_participation_structure_id FOREIGN KEY(structure_id) REFERENCES structure (id) DEFERRABLE INITIALLY DEFERRED
    )
    """,
    """
    CREATE INDEX ix_participation_marche_id ON participation (marche_id)
    """,
    """
    CREATE INDEX ix_participation_racine ON participation (racine)
    """,
    """
    CREATE TABLE reponse_item (
        marche_id TEXT,
        arret_id TEXT,
        theme TEXT,
        item TEXT,
        note TEXT,
        commentaire TEXT,
        id TEXT NOT NULL,
        racine TEXT NOT NULL,
        supprime BOOLEAN NOT NULL,
        CONSTRAINT pk_reponse_item PRIMARY KEY (id),
        CONSTRAINT fk_reponse_item_marche_id FOREIGN KEY(marche_id) REFERENCES marche (id) DEFERRABLE INITIALLY DEFERRED,
        CONSTRAINT fk_reponse_item_arret_id FOREIGN KEY(arret_id) REFERENCES arret (id) DEFERRABLE INITIALLY DEFERRED
    )
    """,
    """
    CREATE INDEX ix_reponse_item_marche_id ON reponse_item (marche_id)
    """,
    """
    CREATE INDEX ix_reponse_item_racine ON reponse_item (racine)
    """,
    """
    CREATE TABLE lien_constat (
        constat_id TEXT,
        autre_id TEXT,
        nature TEXT,
        id TEXT NOT NULL,
        racine TEXT NOT NULL,
        supprime BOOLEAN NOT NULL,
        CONSTRAINT pk_lien_constat PRIMARY KEY (id),
        CONSTRAINT fk_lien_constat_constat_id FOREIGN KEY(constat_id) REFERENCES constat (id) DEFERRABLE INITIALLY DEFERRED,
        CONSTRAINT fk_lien_constat_autre_id FOREIGN KEY(autre_id) REFERENCES constat (id) DEFERRABLE INITIALLY DEFERRED
    )
    """,
    """
    CREATE INDEX ix_lien_constat_autre_id ON lien_constat (autre_id)
    """,
    """
    CREATE INDEX ix_lien_constat_constat_id ON lien_constat (constat_id)
    """,
    """
    CREATE INDEX ix_lien_constat_racine ON lien_constat (racine)
    """,
    """
    CREATE TABLE revue_constat (
        marche_id TEXT,
        constat_id TEXT,
        verdict TEXT,
        note TEXT,
        id TEXT NOT NULL,
        racine TEXT NOT NULL,
        supprime BOOLEAN NOT NULL,
        CONSTRAINT pk_revue_constat PRIMARY KEY (id),
        CONSTRAINT fk_revue_constat_marche_id FOREIGN KEY(marche_id) REFERENCES marche (id) DEFERRABLE INITIALLY DEFERRED,
        CONSTRAINT fk_revue_constat_constat_id FOREIGN KEY(constat_id) REFERENCES constat (id) DEFERRABLE INITIALLY DEFERRED
    )
    """,
    """
    CREATE INDEX ix_revue_constat_constat_id ON revue_constat (constat_id)
    """,
    """
    CREATE INDEX ix_revue_constat_marche_id ON revue_constat (marche_id)
    """,
    """
    CREATE INDEX ix_revue_constat_racine ON revue_constat (racine)
    """,
)

_COLUMNS = (
    "ALTER TABLE quartier ADD COLUMN code_qpv TEXT",
    "ALTER TABLE quartier ADD COLUMN npnru BOOLEAN",
    "ALTER TABLE quartier ADD COLUMN tolerance_m INTEGER",
    "ALTER TABLE quartier ADD COLUMN contour TEXT",
    "ALTER TABLE marche ADD COLUMN parcours_id TEXT CONSTRAINT fk_marche_parcours_id REFERENCES parcours (id) DEFERRABLE INITIALLY DEFERRED",
    "ALTER TABLE marche ADD COLUMN etat TEXT",
    "ALTER TABLE marche ADD COLUMN motif_etat TEXT",
    "ALTER TABLE marche ADD COLUMN heure_debut TEXT",
    "ALTER TABLE marche ADD COLUMN heure_fin TEXT",
    "ALTER TABLE marche ADD COLUMN meteo TEXT",
    "ALTER TABLE marche ADD COLUMN sol TEXT",
    "ALTER TABLE marche ADD COLUMN faits_marquants TEXT",
    "ALTER TABLE marche ADD COLUMN conclusion TEXT",
    "ALTER TABLE marche ADD COLUMN grille TEXT",
    "ALTER TABLE constat ADD COLUMN polarite TEXT",
    "ALTER TABLE constat ADD COLUMN item TEXT",
    "ALTER TABLE constat ADD COLUMN titre TEXT",
    "ALTER TABLE constat ADD COLUMN arret_id TEXT CONSTRAINT fk_constat_arret_id REFERENCES arret (id) DEFERRABLE INITIALLY DEFERRED",
    "ALTER TABLE constat ADD COLUMN batiment TEXT",
    "ALTER TABLE constat ADD COLUMN foncier TEXT",
    "ALTER TABLE constat ADD COLUMN exposition INTEGER",
    "ALTER TABLE constat ADD COLUMN recurrence TEXT",
    "ALTER TABLE constat ADD COLUMN priorite_forcee TEXT",
    "ALTER TABLE constat ADD COLUMN priorite_motif TEXT",
    "ALTER TABLE constat ADD COLUMN etendue TEXT",
    "ALTER TABLE constat ADD COLUMN quantite TEXT",
    "ALTER TABLE constat ADD COLUMN unite TEXT",
    "ALTER TABLE constat ADD COLUMN position_qpv_forcee TEXT",
    "ALTER TABLE constat ADD COLUMN date_constat TEXT",
    "ALTER TABLE constat ADD COLUMN source_parole TEXT",
    "ALTER TABLE constat ADD COLUMN confidentialite TEXT",
    "ALTER TABLE constat ADD COLUMN ref_externe TEXT",
    "ALTER TABLE constat ADD COLUMN fiche_papier TEXT",
    "ALTER TABLE constat ADD COLUMN micro_site_id TEXT CONSTRAINT fk_constat_micro_site_id REFERENCES micro_site (id) DEFERRABLE INITIALLY DEFERRED",
    "ALTER TABLE constat ADD COLUMN equipement_id TEXT CONSTRAINT fk_constat_equipement_id REFERENCES equipement (id) DEFERRABLE INITIALLY DEFERRED",
    "ALTER TABLE constat ADD COLUMN date_ouverture TEXT",
    "ALTER TABLE constat ADD COLUMN date_transmission TEXT",
    "ALTER TABLE constat ADD COLUMN canal_transmission TEXT",
    "ALTER TABLE constat ADD COLUMN destinataire TEXT",
    "ALTER TABLE constat ADD COLUMN motif_contestation TEXT",
    "ALTER TABLE constat ADD COLUMN date_reponse TEXT",
    "ALTER TABLE constat ADD COLUMN date_prevue TEXT",
    "ALTER TABLE constat ADD COLUMN cout TEXT",
    "ALTER TABLE constat ADD COLUMN financement TEXT",
    "ALTER TABLE constat ADD COLUMN date_travaux TEXT",
    "ALTER TABLE constat ADD COLUMN date_realise TEXT",
    "ALTER TABLE constat ADD COLUMN date_levee TEXT",
    "ALTER TABLE constat ADD COLUMN levee_par TEXT",
    "ALTER TABLE constat ADD COLUMN levee_mode TEXT",
    "ALTER TABLE constat ADD COLUMN levee_motif TEXT",
    "ALTER TABLE constat ADD COLUMN date_cloture TEXT",
    "ALTER TABLE constat ADD COLUMN motif_sans_suite TEXT",
    "ALTER TABLE constat ADD COLUMN motif_texte TEXT",
    "ALTER TABLE constat ADD COLUMN motif_reouverture TEXT",
    "ALTER TABLE constat ADD COLUMN cible_id TEXT CONSTRAINT fk_constat_cible_id REFERENCES constat (id) DEFERRABLE INITIALLY DEFERRED",
    "ALTER TABLE constat ADD COLUMN enc_natures TEXT",
    "ALTER TABLE constat ADD COLUMN enc_volume TEXT",
    "ALTER TABLE constat ADD COLUMN enc_nb_objets INTEGER",
    "ALTER TABLE constat ADD COLUMN enc_situation TEXT",
    "ALTER TABLE constat ADD COLUMN enc_regime TEXT",
    "ALTER TABLE constat ADD COLUMN enc_auteur TEXT",
    "ALTER TABLE constat ADD COLUMN enc_date_enlevement TEXT",
    "ALTER TABLE constat ADD COLUMN enc_tonnage_kg INTEGER",
    "ALTER TABLE constat ADD COLUMN enc_cout TEXT",
    "ALTER TABLE constat ADD COLUMN enc_payeur TEXT",
    "ALTER TABLE photo ADD COLUMN arret_id TEXT CONSTRAINT fk_photo_arret_id REFERENCES arret (id) DEFERRABLE INITIALLY DEFERRED",
    "ALTER TABLE photo ADD COLUMN role TEXT",
    "ALTER TABLE photo ADD COLUMN origine_position TEXT",
    "ALTER TABLE photo ADD COLUMN precision_m INTEGER",
    "ALTER TABLE photo ADD COLUMN azimut_deg INTEGER",
    "ALTER TABLE photo ADD COLUMN appareil TEXT",
    "ALTER TABLE photo ADD COLUMN decalage_s INTEGER",
    "ALTER TABLE photo ADD COLUMN iso INTEGER",
    "ALTER TABLE photo ADD COLUMN vitesse TEXT",
    "ALTER TABLE photo ADD COLUMN ouverture TEXT",
    "ALTER TABLE photo ADD COLUMN coupure TEXT",
    "ALTER TABLE photo ADD COLUMN verif TEXT",
    "ALTER TABLE photo ADD COLUMN masques TEXT",
    "ALTER TABLE photo ADD COLUMN annotations TEXT",
)

_INDEXES = (
    "CREATE INDEX ix_constat_arret_id ON constat (arret_id) WHERE arret_id is not null",
    "CREATE INDEX ix_constat_cible_id ON constat (cible_id) WHERE cible_id is not null",
    "CREATE INDEX ix_constat_equipement_id ON constat (equipement_id) WHERE equipement_id is not null",
    "CREATE INDEX ix_constat_micro_site_id ON constat (micro_site_id) WHERE micro_site_id is not null",
    "CREATE INDEX ix_marche_parcours_id ON marche (parcours_id) WHERE parcours_id is not null",
    "CREATE INDEX ix_participation_structure_id ON participation (structure_id) WHERE structure_id is not null",
    "CREATE INDEX ix_reponse_item_arret_id ON reponse_item (arret_id) WHERE arret_id is not null",
    "CREATE INDEX ix_photo_arret_id ON photo (arret_id) WHERE arret_id is not null",
)

_GUARDED_COMMON = ("parametre",)
_GUARDED_TERRAIN = (
    "item_grille",
    "parcours",
    "arret",
    "trace",
    "participation",
    "reponse_item",
    "lien_constat",
    "revue_constat",
)


def upgrade() -> None:
    """Add to a database of the second schema; the tables of constats in the terrain alone."""
    guarded: tuple[str, ...] = _GUARDED_COMMON
    for statement in _COMMON:
        op.execute(statement)
    if context.config.attributes["espace"] == "terrain":
        for statement in (*_TERRAIN, *_COLUMNS, *_INDEXES):
            op.execute(statement)
        guarded += _GUARDED_TERRAIN
    for table in guarded:
        for verb in ("insert", "update", "delete"):
            op.execute(
                f"create trigger garde_{table}_{verb} before {verb} on {table} "
                "when not exists (select 1 from garde) "
                "begin select raise(abort, 'write outside the recorder'); end"
            )
        op.execute(
            f"create trigger jamais_{table} before delete on {table} "
            "begin select raise(abort, 'rows are hidden, never removed'); end"
        )
