# language: fr
Fonctionnalité: Deux postes travaillent sans réseau et ne perdent rien

  Scénario: Le poste B rejoint l'équipe, chacun travaille, un conflit se règle une fois pour tous
    Étant donné un poste A rempli par la démonstration
    Et un poste B qui a rejoint l'équipe par une invitation et lu le fichier de A
    Quand A et B corrigent différemment le texte d'un même constat
    Et que A corrige le lieu d'un constat et B la gravité d'un autre
    Et que les deux postes échangent leurs fichiers
    Alors les deux postes montrent les mêmes fiches
    Et un seul conflit est à relire sur chaque poste
    Quand B garde la valeur de A et que les deux postes échangent leurs fichiers
    Alors aucun conflit n'est à relire sur aucun poste
    Et le compte rendu de A et celui de B ont le même texte
    Et relire le même fichier donne « 0 changement »
    Et la base des deux postes est saine
