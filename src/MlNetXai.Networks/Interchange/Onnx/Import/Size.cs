using System.Numerics;

namespace MlNetXai.Networks.Interchange.Onnx.Import;

/// <summary>A whole number in a file's arithmetic of shapes: known, or so many times the rows of the batch, which stay open.</summary>
/// <param name="Number">The number, or the factor.</param>
/// <param name="TimesRows">Whether it is multiplied by the rows.</param>
internal readonly record struct Size(long Number, bool TimesRows = false)
    : IAdditionOperators<Size, Size, Size>, ISubtractionOperators<Size, Size, Size>, IMultiplyOperators<Size, Size, Size>, IDivisionOperators<Size, Size, Size>
{
    /// <summary>One.</summary>
    public static Size One => new(1);

    /// <summary>The known number.</summary>
    /// <exception cref="ImportException">It depends on the rows.</exception>
    public long Known => TimesRows
        ? throw new ImportException("it takes a number that depends on the rows of the batch", ImportException.Rewrite)
        : Number;

    public static implicit operator Size(long number) => new(number);

    public static Size operator +(Size a, Size b)
    {
        if (a.TimesRows == b.TimesRows)
            return Of(checked(a.Number + b.Number), a.TimesRows);
        if (a == default || b == default)
            return a == default ? b : a;
        throw Unknown($"{a} + {b}");
    }

    public static Size operator -(Size a, Size b) => a + new Size(checked(-b.Number), b.TimesRows);

    public static Size operator *(Size a, Size b) => a.TimesRows && b.TimesRows
        ? throw Unknown($"{a} · {b}")
        : Of(checked(a.Number * b.Number), a.TimesRows || b.TimesRows);

    /// <summary>Toward zero, as integers divide; a multiple of the rows must be divided without rest.</summary>
    public static Size operator /(Size a, Size b)
    {
        if (b.Number == 0)
            throw new ImportException($"it divides {a} by zero", ImportException.WriteAgain);
        bool rows = a.TimesRows && !b.TimesRows;
        if ((b.TimesRows && !a.TimesRows) || (a.TimesRows && a.Number % b.Number != 0))
            throw Unknown($"{a} / {b}");
        return Of(a.Number == long.MinValue && b.Number == -1 ? throw new OverflowException() : a.Number / b.Number, rows);
    }

    /// <summary>Whether <paramref name="divisor"/> goes into it without rest.</summary>
    public bool IsMultipleOf(Size divisor) => divisor.Number != 0 && Number % divisor.Number == 0 && (TimesRows || !divisor.TimesRows);

    /// <inheritdoc/>
    public override string ToString() => TimesRows ? Number == 1 ? "rows" : $"{Number}·rows" : $"{Number}";

    private static Size Of(long number, bool timesRows) => new(number, timesRows && number != 0);

    private static ImportException Unknown(string what) => new($"it computes {what}, which depends on the rows of the batch", ImportException.Rewrite);
}
