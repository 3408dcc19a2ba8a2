# language: fr
Fonctionnalité: La vie d'un dossier, de l'enquête au bail

  Contexte:
    Étant donné un ménage de trois personnes au bâtiment Méjanes

  Scénario: De l'enquête au bail
    Quand l'équipe veut passer le dossier à « RDV d’enquête fixé »
    Alors l'équipe lit « Fixez d’abord le rendez-vous d’enquête dans « Agenda ». »
    Quand l'équipe fixe un rendez-vous d'enquête
    Et que l'équipe passe le dossier à « RDV d’enquête fixé »
    Et que l'équipe veut passer le dossier à « Enquête réalisée »
    Alors l'équipe lit « Notez ce que le ménage souhaite, dans « Souhaits ». »
    Quand l'équipe note un souhait de T4
    Et que l'équipe passe le dossier à « Enquête réalisée »
    Et que l'équipe veut passer le dossier à « Prêt à proposer »
    Alors l'équipe lit « Il manque une demande de logement valide »
    Et l'équipe lit « Pièce d’identité ou titre de séjour »
    Et l'équipe lit « Notez les ressources, dans « Ressources et charges ». »
    Quand l'équipe complète la demande, les pièces et les ressources
    Et que l'équipe passe le dossier à « Prêt à proposer »
    Et que l'équipe propose le 4 rue ESSAI, contrôles 13 bis à « Oui »
    Et que la proposition est notifiée en recommandé
    Alors le dossier est « Proposition en cours »
    Et le compteur montre 1 offre sur 3
    Et le reste à charge figé est de 345,00 €, et de 400,00 € à périmètre constant
    Quand le ménage visite le logement et accepte
    Alors le dossier est « Proposition acceptée »
    Quand la CALEOL attribue le logement
    Alors le dossier est « Logement attribué »
    Et le ménage répond avant 10 jours
    Quand le bail est signé
    Alors le dossier est « Bail signé »
    Et le relogement définitif est au 4 rue ESSAI
    Et l'opération compte 1 relogement définitif et 0 logement vide par relogement
    Quand l'équipe annule sa dernière action
    Alors le dossier est « Logement attribué »
    Et l'opération compte 0 relogement définitif et 0 logement vide par relogement

  Scénario: Troisième offre refusée
    Étant donné le dossier est prêt
    Quand le ménage refuse une offre notifiée le 05/01/2026 pour « Loyer ou charges trop élevés »
    Alors le dossier est « Prêt à proposer »
    Quand le bailleur retire une offre notifiée le 20/01/2026
    Et que le ménage ne répond pas à une offre notifiée le 02/02/2026
    Alors le compteur montre 2 offres sur 3
    Et le dossier est « Prêt à proposer »
    Quand le ménage refuse une offre notifiée le 31/08/2026 pour « Étage »
    Alors le dossier est « Échec, procédure »
    Et le compteur montre 3 offres sur 3
    Et le délai de six mois finit le 28/02/2027
    Quand une offre amiable est notifiée le 15/10/2026
    Alors le dossier est « Proposition en cours »
    Et le délai de six mois finit le 28/02/2027
    Et la preuve des offres contient « Absence », « Étage » et « 28 février 2027 »

  Scénario: Un contrôle à vérifier n'est jamais tranché par l'application
    Étant donné le dossier est prêt
    Quand l'équipe propose un logement dont la localisation est à vérifier
    Et que la proposition est notifiée en recommandé
    Alors le compteur montre 0 offre sur 3
    Quand l'équipe répond « Oui » au contrôle de localisation
    Alors le compteur montre 1 offre sur 3

  Scénario: Décohabitation
    Étant donné le dossier est prêt
    Quand l'équipe scinde le ménage : Léo part
    Alors un nouveau dossier « À contacter » a Léo pour titulaire et le même logement
    Et il reste 2 personnes dans le premier dossier
    Quand les deux ménages signent un bail et que le logement se vide
    Alors l'opération compte 2 relogements définitifs et 1 logement vide par relogement
