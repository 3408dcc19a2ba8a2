# language: fr
Fonctionnalité: La vie d'un constat, de la marche à la levée vérifiée

  Contexte:
    Étant donné une marche et un constat relevé avec une photo

  Scénario: De la marche à la levée
    Alors le constat est « À qualifier »
    Quand l'agent le qualifie : encombrants, gravité 3, sol public
    Alors le constat est « Ouvert », pour le service de la collecte, à réparer sous 7 jours
    Quand l'agent le transmet par courriel
    Et que le gestionnaire répond qu'il le programme
    Et que le gestionnaire le déclare réalisé
    Alors le constat est « Réalisé (déclaré) », et n'est pas résolu
    Quand l'agent le lève sans photo ni raison
    Alors l'agent lit « Choisissez une photo « après », ou cochez « Constaté sans photo ». »
    Quand l'agent le lève avec une photo après
    Alors le constat est « Levé (vérifié) »
    Et son suivi compte 0 contestation, 0 contrôle négatif et 0 réouverture

  Scénario: Le gestionnaire conteste, le contrôle est négatif, la panne revient
    Quand l'agent le qualifie : encombrants, gravité 3, sol public
    Et que l'agent le transmet par courriel
    Et que le gestionnaire conteste sa compétence
    Et que l'agent le confie à un autre gestionnaire
    Alors le constat est « Ouvert »
    Quand l'agent le transmet par courriel
    Et que le gestionnaire le déclare réalisé
    Et que l'agent constate que rien n'est réparé
    Et que l'agent le lève avec une photo après
    Et que l'agent le rouvre après 12 jours
    Alors le constat est « Ouvert »
    Et son suivi compte 1 contestation, 1 contrôle négatif et 1 réouverture
    Quand l'agent annule sa dernière action
    Alors le constat est « Levé (vérifié) »
    Et son suivi compte 1 contestation, 1 contrôle négatif et 0 réouverture

  Scénario: Trop tard pour rouvrir : un nouveau constat, lié à l'ancien
    Quand l'agent le qualifie : encombrants, gravité 3, sol public
    Et que l'agent le lève avec une photo après
    Et que l'agent le rouvre après 45 jours
    Alors l'agent lit « Ce constat est clos depuis 45 jours ; il se rouvre pendant 30 jours. »
    Quand l'agent relève un nouveau constat au même endroit
    Alors l'application propose une récidive
    Quand l'agent accepte la récidive
    Alors les deux constats sont liés

  Scénario: Un dossier clos dit qui a refusé et pourquoi
    Quand l'agent le qualifie : encombrants, gravité 3, sol public
    Et que l'agent le clôt sans explication
    Alors l'agent lit « Expliquez le motif en 10 signes au moins. »
    Et le constat est « Ouvert »

  Scénario: Une transition qui n'existe pas ne change rien
    Quand l'agent le qualifie : encombrants, gravité 3, sol public
    Et que le gestionnaire le déclare réalisé
    Alors l'agent lit « rien n’a été changé »
    Et le constat est « Ouvert »
