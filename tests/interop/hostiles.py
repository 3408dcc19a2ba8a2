"""Texts that have broken spreadsheets and maps."""

HOSTILES = {
    "formule": '=HYPERLINK("http://exemple.invalid";"cliquez")',
    "plus": "+33 6 12",
    "moins": "- banc cassé",
    "arobase": "@SUM(A1:A9)",
    "pleine largeur": "＝1+1",
    "espace puis egal": " =1+1",
    "tabulation": "\t=cmd|' /C calc'!A0",
    "controles": "avant\x00\x07\x1b[31maprès",
    "retours": "ligne 1\r\nligne 2\rligne 3\nligne 4",
    "sens": "facture\u202egpj.exe\u202c fin",
    "hebreu": "שלום כאן",
    "emoji": "👨‍👩‍👧 🚮 été",
    "balises": '</name><script>alert(1)</script> & "x" ]]> <!-- -->',
    "echappement": "_x0041_ et _x000D_",
    "seul": "moitié \ud83d d’emoji",
    "non caractere": "fin\ufffe\uffff.",
    "long": "é🚮" * 20_000,
}
