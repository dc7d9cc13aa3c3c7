using System.Numerics;
using System.Runtime.CompilerServices;

namespace MlNetXai;

/// <summary>Checks of arguments and options: each returns its value or throws, naming the argument and what it must be.</summary>
public static class Require
{
    /// <summary><paramref name="value"/> if it is at least <paramref name="minimum"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is smaller, or NaN.</exception>
    public static T AtLeast<T>(T value, T minimum, [CallerMemberName] string name = "")
        where T : INumber<T> =>
        value >= minimum ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} is {value} and must be at least {minimum}.");

    /// <summary><paramref name="value"/> if it is greater than <paramref name="bound"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not, or NaN.</exception>
    public static T Above<T>(T value, T bound, [CallerMemberName] string name = "")
        where T : INumber<T> =>
        value > bound ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} is {value} and must be greater than {bound}.");

    /// <summary><paramref name="value"/> if it lies in [minimum, maximum].</summary>
    /// <exception cref="ArgumentOutOfRangeException">It lies outside, or is NaN.</exception>
    public static T Between<T>(T value, T minimum, T maximum, [CallerMemberName] string name = "")
        where T : INumber<T> =>
        value >= minimum && value <= maximum
            ? value
            : throw new ArgumentOutOfRangeException(name, value, $"{name} is {value} and must lie in {minimum} … {maximum}.");

    /// <summary><paramref name="value"/> if it is neither NaN nor infinite.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is NaN or infinite.</exception>
    public static T Finite<T>(T value, [CallerMemberName] string name = "")
        where T : INumberBase<T> =>
        T.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} is {value} and must be finite.");

    /// <summary>Throws unless <paramref name="values"/> has <paramref name="length"/> elements.</summary>
    /// <exception cref="ShapeException">It has another number; the message names both.</exception>
    public static void Length<T>(ReadOnlySpan<T> values, long length, [CallerArgumentExpression(nameof(values))] string name = "")
    {
        if (values.Length != length)
            throw new ShapeException($"{name} has {values.Length} values, not {length}.");
    }

    /// <inheritdoc cref="Length{T}(ReadOnlySpan{T}, long, string)"/>
    public static void Length<T>(Span<T> values, long length, [CallerArgumentExpression(nameof(values))] string name = "") =>
        Length((ReadOnlySpan<T>)values, length, name);
}
