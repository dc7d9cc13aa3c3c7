using System.Globalization;
using System.Numerics;

namespace Microsoft.ML.Data;

/// <summary>Conversions between numbers, Booleans and text.</summary>
/// <remarks>
/// Between numbers as a cast. A Boolean is 0 or 1, and a number true unless 0 or NaN. Text that is no number becomes NaN, or 0 in an integer;
/// numbers become the shortest text that reads back the same.
/// </remarks>
internal static class ValueConversions
{
    /// <summary>A <see cref="Func{T, TResult}"/> between the raw types, or null where there is no such conversion.</summary>
    public static Delegate OrNull(PrimitiveDataViewType from, PrimitiveDataViewType to)
    {
        bool number = from is NumberDataViewType, toNumber = to is NumberDataViewType;
        if (from.Equals(to))
            return Make(nameof(Same), from.RawType);
        return (from, to) switch
        {
            _ when number && toNumber => Make(nameof(Cast), from.RawType, to.RawType),
            (_, BooleanDataViewType) when number => Make(nameof(NumberToBoolean), from.RawType),
            (_, TextDataViewType) when number => Make(nameof(NumberToText), from.RawType),
            (BooleanDataViewType, _) when toNumber => Make(nameof(BooleanToNumber), to.RawType),
            (TextDataViewType, _) when toNumber => Make(nameof(TextToNumber), to.RawType),
            (BooleanDataViewType, TextDataViewType) => (Func<bool, ReadOnlyMemory<char>>)(value => (value ? "True" : "False").AsMemory()),
            (TextDataViewType, BooleanDataViewType) => (Func<ReadOnlyMemory<char>, bool>)TextToBoolean,
            _ => null,
        };
    }

    private static Delegate Make(string method, params Type[] types) =>
        GenericMethods.Invoke(typeof(ValueConversions), method, types);

    private static Func<T, T> Same<T>() => value => value;

    private static Func<TFrom, TTo> Cast<TFrom, TTo>()
        where TFrom : INumber<TFrom>
        where TTo : INumber<TTo> => TTo.CreateTruncating;

    private static Func<T, bool> NumberToBoolean<T>()
        where T : INumber<T> => value => !T.IsZero(value) && !T.IsNaN(value);

    private static Func<bool, T> BooleanToNumber<T>()
        where T : INumber<T> => value => value ? T.One : T.Zero;

    private static Func<T, ReadOnlyMemory<char>> NumberToText<T>()
        where T : INumber<T> => value => value.ToString(null, CultureInfo.InvariantCulture).AsMemory();

    private static Func<ReadOnlyMemory<char>, T> TextToNumber<T>()
        where T : INumber<T>
    {
        T missing = Missing.ValueOf<T>();
        return text => T.TryParse(text.Span.Trim(), CultureInfo.InvariantCulture, out T value) ? value : missing;
    }

    private static bool TextToBoolean(ReadOnlyMemory<char> text) =>
        text.Span.Trim() is var word && ((bool.TryParse(word, out bool value) && value) || word is "1");
}
