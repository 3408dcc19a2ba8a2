# language: fr
Fonctionnalité: Le dépouillement du soir

  Contexte:
    Étant donné une marche à Beisson et une carte de 60 photos, avec une copie et une image abîmée

  Scénario: De la carte au compte rendu, et aucun visage ne sort sans qu'on l'ait regardé
    Quand l'agent importe la carte
    Alors le bilan compte 62 fichiers : 60 importés, 1 doublon et 1 refusé, chacun nommé
    Et les fichiers de la carte n'ont pas changé
    Et des groupes sont proposés, et aucune photo n'est classée
    Quand l'agent fait un constat de chacune des 20 choses vues
    Alors 60 photos sont classées sur 60
    Et les constats sont numérotés de BEI-2026-1-A001 à BEI-2026-1-A020
    Et le compte rendu porte tous les numéros et ne montre aucune photo
    Quand l'agent répond « sans personne » pour toutes les photos, et en floute une
    Alors le compte rendu montre des photos
    Et la photo floutée sort sans ce que la zone cache, et sans métadonnées

  Scénario: La carte est retirée au milieu de l'import
    Quand l'agent retire la carte après 25 fichiers
    Alors un import attend d'être repris, et 24 photos sont dans le carnet
    Quand l'agent reprend l'import sans la carte
    Alors l'agent lit « Rebranchez la clé, la carte ou le téléphone, puis reprenez l’import. »
    Quand l'agent remet la carte et reprend l'import
    Alors 60 photos sont dans le carnet
    Et aucun import n'attend

  Scénario: Une erreur de classement se reprend, et un numéro ne sert qu'une fois
    Quand l'agent importe la carte
    Et que l'agent fait un constat du premier groupe
    Et que l'agent annule
    Alors 0 photo est classée sur 60
    Quand l'agent rétablit
    Alors 3 photos sont classées sur 60
    Quand l'agent supprime ce constat et en fait un autre du premier groupe
    Alors le constat porte le numéro BEI-2026-1-A002
