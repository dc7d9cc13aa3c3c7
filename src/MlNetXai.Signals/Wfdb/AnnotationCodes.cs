namespace MlNetXai.Signals.Wfdb;

/// <summary>The annotation codes of MIT format and their mnemonics (annot(5), WFDB library 10.7.0).</summary>
public static class AnnotationCodes
{
    // Index = code; null = user-defined, shown as [code].
    private static readonly string?[] Mnemonics =
    [
        null, "N", "L", "R", "a", "V", "F", "J", "A", "S", "E", "j", "/", "Q", "~", null, "|", null, "s", "T", "*", "D", "\"", "=", "p", "B", "^", "t",
        "+", "u", "?", "!", "[", "]", "e", "n", "@", "x", "f", "(", ")", "r",
    ];

    /// <summary>Highest code of an annotation.</summary>
    public const byte Highest = 49;

    /// <summary>The mnemonic of a code: "N", "V", …, or "[15]" where the user defines it.</summary>
    public static string Symbol(byte code) => code < Mnemonics.Length && Mnemonics[code] is { } mnemonic ? mnemonic : $"[{code}]";

    /// <summary>The code of a mnemonic, e.g. 5 for "V".</summary>
    /// <exception cref="ArgumentException">There is no such mnemonic.</exception>
    public static byte Code(string symbol)
    {
        int code = Array.IndexOf(Mnemonics, symbol);
        return code > 0 ? (byte)code : throw new ArgumentException($"'{symbol}' is not an annotation mnemonic; see AnnotationCodes.Symbol for those there are.");
    }

    /// <summary>Whether the code marks a beat: 1–13, 25, 30, 31, 34, 35, 38, 41 (the library's isqrs).</summary>
    public static bool IsBeat(byte code) => code is (>= 1 and <= 13) or 25 or 30 or 31 or 34 or 35 or 38 or 41;
}
