# language: fr
Fonctionnalité: De la marche au carnet saisi

  Contexte:
    Étant donné un quartier avec trois arrêts et quatre constats ouverts d'une marche précédente

  Scénario: Le papier et l'écran se suivent, et rien ne se perd entre les deux
    Quand j'imprime le carnet de terrain de la nouvelle marche
    Alors chaque arrêt, chaque constat et chaque fiche numérotée est sur sa page
    Et le carnet compte autant de pages que l'écran de saisie
    Quand un constat est levé et un autre ouvert entre l'impression et la saisie
    Alors l'écran montre toujours les lignes du papier
    Quand je saisis un verdict par constat, une note par thème et deux fiches
    Alors le bilan compte 4 constats revus sur 4, 39 notes sur 39 et 2 fiches
    Et les deux fiches sont des constats de la marche, à qualifier, avec leur numéro de papier
    Et un constat non vu n'est ni levé ni changé d'état

  Scénario: Une levée cochée sur le papier attend sa preuve
    Quand je coche « levé » pour un constat sans donner de raison
    Alors le constat reste ouvert et la levée est à confirmer
    Quand je dis qui l'a vérifié et pourquoi il n'y a pas de photo
    Alors le constat est levé et plus aucune levée n'est à confirmer

  Scénario: Une marche sans parcours a aussi son carnet
    Étant donné que la marche ne suit plus de parcours
    Quand j'imprime le carnet de terrain de la nouvelle marche
    Alors les constats y sont par numéro et les fiches de S-1 à S-12
