# language: fr
Fonctionnalité: Un jeudi à la permanence

  Contexte:
    Étant donné la permanence de Méjanes, un jeudi à 9 h 40
    Et le ménage de Anne Dupont-Essai, porte 12, avec une proposition à laquelle répondre avant le 29 novembre
    Et le ménage de Karim Dupré-Essai, porte 4, sans contact depuis le 12 octobre

  Scénario: La matinée sans rendez-vous
    Alors le titre dit « Permanence du jeudi — sans rendez-vous jusqu’à 12 h »
    Quand l'agent cherche « dup »
    Alors il lit dans l'ordre : Dupont-Essai Anne, Dupré-Essai Karim
    Et la prochaine échéance de Anne est « Réponse avant le 29 nov. »
    Et la carte de Anne dit « 1 sur 3 » offres comptées
    Quand il note la visite de Anne pour ses pièces, à rappeler le 3 décembre
    Et qu'un visiteur sans nom demande une information
    Alors on compte « 2 visites ce matin », dont 1 sans dossier
    Et le radar du 3 décembre rappelle « Relire l’avis d’imposition » pour Anne
    Quand l'agent reprend sa dernière action deux fois
    Alors Anne n'a ni visite ni tâche

  Scénario: L'agenda ne reçoit pas deux fois au même moment
    Quand l'agent donne rendez-vous à Anne vendredi à 10 h
    Alors donner rendez-vous à Karim vendredi à 10 h 30 est refusé : « Cette personne a déjà un rendez-vous de 10 h 00 à 10 h 45. »
    Et donner rendez-vous à Karim mercredi à 10 h est refusé : « La permanence est fermée le mercredi : choisissez un autre jour, ou un autre lieu. »
    Et donner rendez-vous à Karim jeudi prochain à 10 h est averti : « À cette heure, la permanence reçoit sans rendez-vous. »
    Quand vendredi l'agent note le rendez-vous de Anne au journal
    Alors le journal de Anne compte 1 ligne de 45 minutes

  Scénario: Le radar se vide par ce qu'on fait
    Alors le radar dit « Sans contact depuis le 12 oct. » pour Karim
    Quand Karim vient à la permanence
    Alors le radar ne dit plus rien de Karim
    Et le radar dit « Réponse avant le 29 nov. » pour Anne
    Quand l'agent marque ce rappel « fait »
    Alors le radar ne dit plus rien de Anne
    Mais le 29 novembre le radar dit « Réponse avant le 29 nov. » pour Anne

  Scénario: Ce qui s'imprime ne nomme personne
    Quand il note la visite de Anne pour ses pièces, à rappeler le 3 décembre
    Alors la feuille du jour porte la référence de Anne et pas son nom
    Et l'attestation de Anne dit où et quand, jamais pourquoi
