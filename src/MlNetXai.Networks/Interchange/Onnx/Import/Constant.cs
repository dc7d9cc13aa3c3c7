namespace MlNetXai.Networks.Interchange.Onnx.Import;

/// <summary>A tensor whose values are known, up to the rows of the batch: weights, and the arithmetic of shapes.</summary>
/// <remarks>Real numbers or whole ones (truth values are 0 and 1). Where all values are one, it is kept once: its sizes may then depend on the rows, and a file that asks for a
/// terabyte of zeros gets none.</remarks>
internal sealed record Constant : Value
{
    /// <summary>Values that may come from nothing, in all: more than shapes and initial states need. Weights have bytes of the file behind them.</summary>
    public const int LargestCount = 1 << 20;

    private readonly float[] _reals;
    private readonly Size[] _numbers;

    /// <summary>Real values, last axis fastest; or the one that all are.</summary>
    public Constant(IReadOnlyList<Size> sizes, float[] values)
        : this(sizes, values, [], isReal: true)
    {
    }

    /// <summary>Whole values, last axis fastest; or the one that all are.</summary>
    public Constant(IReadOnlyList<Size> sizes, Size[] values)
        : this(sizes, [], values, isReal: false)
    {
    }

    private Constant(IReadOnlyList<Size> sizes, float[] reals, Size[] numbers, bool isReal)
    {
        (Sizes, _reals, _numbers, IsReal) = (sizes, reals, numbers, isReal);
        if (StoredCount == 1)
            RequireCount(sizes, LargestCount);
        else if (Shapes.Product(sizes).Known != StoredCount)
            throw new ImportException($"it makes a constant of shape [{string.Join(", ", sizes)}] of {StoredCount} values", ImportException.WriteAgain);
    }

    /// <summary>Sizes of the axes.</summary>
    public IReadOnlyList<Size> Sizes { get; }

    /// <summary>Whether the values are real numbers.</summary>
    public bool IsReal { get; }

    /// <summary>Values that are stored: all, or one.</summary>
    public int StoredCount => IsReal ? _reals.Length : _numbers.Length;

    /// <summary>Whether all values are one and the same.</summary>
    public bool IsUniform => StoredCount == 1 || (IsReal ? _reals.Length > 0 && !_reals.AsSpan().ContainsAnyExcept(_reals[0]) : StoredCount > 0 && _numbers.All(number => number == _numbers[0]));

    /// <summary>A vector of whole numbers.</summary>
    public static Constant Vector(Size[] values) => new([values.Length], values);

    /// <summary>One value under all places.</summary>
    public static Constant Uniform(IReadOnlyList<Size> sizes, Constant value) => value.IsReal ? new(sizes, [value._reals[0]]) : new(sizes, [value._numbers[0]]);

    /// <summary>All real values.</summary>
    /// <exception cref="ImportException">They are whole numbers, depend on the rows, or are too many.</exception>
    public float[] Reals() => !IsReal
        ? throw new ImportException("it takes whole numbers where it needs real ones", ImportException.WriteAgain)
        : StoredCount == 1 && Shapes.Product(Sizes).Known is > 1 and var count ? Repeated(_reals[0], count) : _reals;

    /// <summary>The one value that all are.</summary>
    public double Real() => StoredCount == 0 ? throw new ImportException("it takes a number of an empty constant", ImportException.WriteAgain) : IsReal ? _reals[0] : _numbers[0].Known;

    /// <summary>All whole values.</summary>
    /// <exception cref="ImportException">They are real numbers, or too many.</exception>
    public Size[] Numbers() => IsReal
        ? throw new ImportException("it takes real numbers where it needs whole ones", ImportException.WriteAgain)
        : StoredCount == 1 && Shapes.Product(Sizes).Known is > 1 and var count ? Repeated(_numbers[0], count) : _numbers;

    /// <summary>All whole values, which must not depend on the rows.</summary>
    public long[] Known() => [.. Numbers().Select(number => number.Known)];

    /// <summary>The same values under other sizes.</summary>
    public Constant Reshape(IReadOnlyList<Size> sizes) => new(sizes, _reals, _numbers, IsReal);

    /// <summary>The axes in another order.</summary>
    public Constant Transpose(IReadOnlyList<int> order)
    {
        Size[] sizes = [.. order.Select(axis => Sizes[axis])];
        if (StoredCount == 1)
            return Reshape(sizes);
        long[] strides = Strides();
        return Gather(sizes, [.. order.Select(axis => Enumerable.Range(0, (int)Sizes[axis].Known).Select(place => place * strides[axis]).ToArray())]);
    }

    /// <summary>Some places of each axis, in the order given; null keeps an axis whole.</summary>
    public Constant Take(IReadOnlyList<int[]?> places)
    {
        Size[] sizes = [.. Sizes.Select((size, axis) => places[axis] is { } own ? own.Length : size)];
        if (StoredCount == 1 && sizes.All(size => size.Number > 0))
            return Reshape(sizes);
        long[] strides = Strides();
        return Gather(sizes, [.. Sizes.Select((size, axis) => (places[axis] ?? [.. Enumerable.Range(0, (int)size.Known)]).Select(place => place * strides[axis]).ToArray())]);
    }

    /// <summary>Repeated along axes of size 1 until it has these sizes.</summary>
    public Constant Expand(IReadOnlyList<Size> sizes)
    {
        if (StoredCount == 1)
            return Reshape(sizes);
        RequireCount(sizes, Math.Max(LargestCount, StoredCount));
        Constant padded = Reshape([.. Enumerable.Repeat(Size.One, sizes.Count - Sizes.Count), .. Sizes]);
        return padded.Take([.. padded.Sizes.Select((size, axis) => size == sizes[axis] ? null : new int[(int)sizes[axis].Known])]);
    }

    /// <summary>Side by side along an axis.</summary>
    public static Constant Concatenate(IReadOnlyList<Constant> parts, int axis)
    {
        Size[] sizes = [.. parts[0].Sizes];
        sizes[axis] = parts.Select(part => part.Sizes[axis]).Aggregate((a, b) => a + b);
        if (parts.Any(part => part.IsReal != parts[0].IsReal))
            throw new ImportException("it puts whole and real numbers side by side", ImportException.WriteAgain);
        if (parts.All(part => part.StoredCount == 1 && part._reals.SequenceEqual(parts[0]._reals) && part._numbers.SequenceEqual(parts[0]._numbers)))
            return parts[0].Reshape(sizes);
        RequireCount(sizes, Math.Max(LargestCount, parts.DistinctBy(part => part.IsReal ? (object)part._reals : part._numbers).Sum(part => (long)part.StoredCount)));
        int outer = (int)Shapes.Product(sizes.Take(axis)).Known;
        Constant[] whole = [.. parts.Select(part => part.IsReal ? new Constant(part.Sizes, part.Reals()) : new Constant(part.Sizes, part.Numbers()))];
        return parts[0].IsReal
            ? new(sizes, Interleave(whole.Select(part => part._reals), outer))
            : new(sizes, Interleave(whole.Select(part => part._numbers), outer));
    }

    /// <summary>Value by value of real numbers, rounded to single precision.</summary>
    public Constant Map(Func<double, double> function) => new(Sizes, Array.ConvertAll(IsReal ? _reals : Array.ConvertAll(_numbers, number => (float)number.Known), value => (float)function(value)));

    /// <summary>Value by value of two tensors that are first repeated to the same sizes.</summary>
    /// <param name="a">First operand.</param>
    /// <param name="b">Second operand.</param>
    /// <param name="real">The operation on real numbers.</param>
    /// <param name="whole">The operation on whole numbers.</param>
    public static Constant Combine(Constant a, Constant b, Func<double, double, double> real, Func<Size, Size, Size> whole)
    {
        Size[] sizes = Shapes.Broadcast(a.Sizes, b.Sizes);
        if (a.IsReal != b.IsReal)
            throw new ImportException("it combines whole and real numbers", ImportException.WriteAgain);
        // One value under all places stays one.
        if (a.StoredCount != 1)
            a = a.Expand(sizes);
        if (b.StoredCount != 1)
            b = b.Expand(sizes);
        int count = a.StoredCount == 0 || b.StoredCount == 0 ? 0 : Math.Max(a.StoredCount, b.StoredCount);
        if (a.IsReal)
        {
            float[] values = new float[count];
            for (int i = 0; i < count; i++)
                values[i] = (float)real(a._reals[a.StoredCount == 1 ? 0 : i], b._reals[b.StoredCount == 1 ? 0 : i]);
            return new(sizes, values);
        }

        Size[] numbers = new Size[count];
        for (int i = 0; i < count; i++)
            numbers[i] = whole(a._numbers[a.StoredCount == 1 ? 0 : i], b._numbers[b.StoredCount == 1 ? 0 : i]);
        return new(sizes, numbers);
    }

    /// <summary>As whole numbers, real ones cut toward zero.</summary>
    public Constant ToNumbers() => IsReal ? new(Sizes, Array.ConvertAll(_reals, value => new Size(checked((long)value)))) : this;

    /// <summary>As real numbers.</summary>
    public Constant ToReals() => IsReal ? this : Map(value => value);

    private static T[] Interleave<T>(IEnumerable<T[]> parts, int outer)
    {
        T[][] arrays = [.. parts];
        List<T> values = [];
        for (int i = 0; i < outer; i++)
        {
            foreach (T[] array in arrays)
                values.AddRange(array.AsSpan(array.Length / outer * i, array.Length / outer));
        }

        return [.. values];
    }

    // In double precision: a product of sizes that are made up may overflow.
    private static void RequireCount(IReadOnlyList<Size> sizes, long most)
    {
        if (sizes.Any(size => size.Number < 0) || sizes.Aggregate(1.0, (product, size) => product * size.Number) > most)
            throw new ImportException($"it makes a constant of shape [{Shapes.Text(sizes)}] without weights in the file behind it; at most {LargestCount} values are read", ImportException.Rewrite);
    }

    private static T[] Repeated<T>(T value, long count)
    {
        T[] values = new T[count];
        Array.Fill(values, value);
        return values;
    }

    private long[] Strides()
    {
        long[] strides = new long[Sizes.Count];
        long stride = 1;
        for (int axis = Sizes.Count - 1; axis >= 0; axis--)
            (strides[axis], stride) = (StoredCount == 1 ? 0 : stride, stride * Sizes[axis].Known);
        return strides;
    }

    // The value at a place is the stored one at the sum of the axes' offsets.
    private Constant Gather(Size[] sizes, long[][] offsets)
    {
        RequireCount(sizes, Math.Max(LargestCount, StoredCount));
        long count = Shapes.Product(sizes).Known;
        long[] places = new long[count];
        long inner = count;
        foreach (long[] own in offsets)
        {
            if (count == 0)
                break;
            inner /= own.Length;
            for (long i = 0; i < count; i++)
                places[i] += own[i / inner % own.Length];
        }

        return IsReal ? new(sizes, Array.ConvertAll(places, place => _reals[place])) : new(sizes, Array.ConvertAll(places, place => _numbers[place]));
    }
}
