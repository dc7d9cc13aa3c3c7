namespace MlNetXai.Networks.Interchange.Onnx.Import;

/// <summary>Rules of ONNX for numbers of axes and target shapes, the same for constants and activations.</summary>
internal static class Shapes
{
    /// <summary>An axis number that may count from the end.</summary>
    /// <exception cref="ImportException">There is no such axis.</exception>
    public static int Axis(long number, int count) => number >= -count && number < count
        ? (int)(number < 0 ? number + count : number)
        : throw new ImportException($"it names axis {number} of a tensor with {count} axes", ImportException.WriteAgain);

    /// <summary>Sizes that Reshape makes: 0 keeps the axis (unless zeros are meant), −1 takes what is left.</summary>
    public static Size[] Target(IReadOnlyList<Size> from, IReadOnlyList<Size> wanted, bool zeroIsZero)
    {
        Size[] sizes = [.. wanted];
        int open = -1;
        Size known = Size.One;
        for (int i = 0; i < sizes.Length; i++)
        {
            if (sizes[i] == 0 && !zeroIsZero)
                sizes[i] = from[Axis(i, from.Count)];
            if (sizes[i] == -1)
                open = open < 0 ? i : throw new ImportException($"it leaves two sizes open in [{Text(wanted)}]", ImportException.WriteAgain);
            else
                known *= sizes[i];
        }

        Size all = Product(from);
        if (open >= 0)
            sizes[open] = known != 0 && all.IsMultipleOf(known) ? all / known : throw Unfit(from, wanted);
        else if (known != all)
            throw Unfit(from, wanted);
        return sizes;
    }

    /// <summary>Sizes that Flatten makes.</summary>
    public static Size[] Flattened(IReadOnlyList<Size> from, long axis)
    {
        int split = axis == from.Count ? from.Count : Axis(axis, from.Count);
        return [Product(from.Take(split)), Product(from.Skip(split))];
    }

    /// <summary>Sizes that Squeeze makes; without axes, all of size 1 go.</summary>
    public static Size[] Squeezed(IReadOnlyList<Size> from, IReadOnlyList<long>? axes)
    {
        if (axes is null)
            return [.. from.Where(size => size != Size.One)];
        HashSet<int> gone = [.. axes.Select(axis => Axis(axis, from.Count))];
        if (gone.Any(axis => from[axis] != Size.One))
            throw new ImportException($"it squeezes axes {string.Join(", ", gone)} of [{Text(from)}]; they must have size 1", ImportException.WriteAgain);
        return [.. from.Where((_, i) => !gone.Contains(i))];
    }

    /// <summary>Sizes that Unsqueeze makes.</summary>
    public static Size[] Unsqueezed(IReadOnlyList<Size> from, IReadOnlyList<long> axes)
    {
        int count = from.Count + axes.Count;
        HashSet<int> added = [.. axes.Select(axis => Axis(axis, count))];
        if (added.Count != axes.Count)
            throw new ImportException($"it names an axis twice ({string.Join(", ", axes)})", ImportException.WriteAgain);
        Queue<Size> rest = new(from);
        return [.. Enumerable.Range(0, count).Select(i => added.Contains(i) ? Size.One : rest.Dequeue())];
    }

    /// <summary>Order that Transpose makes: reversed where none is stated.</summary>
    public static int[] Order(IReadOnlyList<long>? order, int count)
    {
        int[] axes = order is null ? [.. Enumerable.Range(0, count).Reverse()] : [.. order.Select(axis => Axis(axis, count))];
        return axes.Length == count && axes.Distinct().Count() == count
            ? axes
            : throw new ImportException($"its order of axes ({string.Join(", ", axes)}) does not name each of {count} axes once", ImportException.WriteAgain);
    }

    /// <summary>Sizes of two operands together, aligned at the end.</summary>
    public static Size[] Broadcast(IReadOnlyList<Size> a, IReadOnlyList<Size> b)
    {
        Size[] sizes = new Size[Math.Max(a.Count, b.Count)];
        for (int i = 1; i <= sizes.Length; i++)
        {
            Size x = i <= a.Count ? a[^i] : Size.One, y = i <= b.Count ? b[^i] : Size.One;
            if (x != y && x != Size.One && y != Size.One)
                throw new ImportException($"its operands have shapes [{Text(a)}] and [{Text(b)}], which do not fit each other", ImportException.WriteAgain);
            sizes[^i] = x == Size.One ? y : x;
        }

        return sizes;
    }

    /// <summary>First place and number of places that a slice takes of an axis.</summary>
    public static (long First, long Count) Places(long start, long end, long step, long size)
    {
        if (step == 0)
            throw new ImportException("it slices with step 0", ImportException.WriteAgain);
        long from = Math.Clamp(start < 0 ? start + size : start, step < 0 ? -1 : 0, step < 0 ? size - 1 : size);
        long to = Math.Clamp(end < 0 ? end < long.MinValue + size ? -1 : end + size : end, step < 0 ? -1 : 0, size);
        long way = step > 0 ? to - from : from - to, stride = Math.Abs(Math.Clamp(step, -size - 1, size + 1));
        return (from, way <= 0 ? 0 : (way + stride - 1) / stride);
    }

    /// <summary>Number of values.</summary>
    public static Size Product(IEnumerable<Size> sizes) => sizes.Aggregate(Size.One, (product, size) => product * size);

    /// <summary>Sizes for a message.</summary>
    public static string Text(IEnumerable<Size> sizes) => string.Join(", ", sizes);

    private static ImportException Unfit(IReadOnlyList<Size> from, IReadOnlyList<Size> wanted) =>
        new($"it makes [{Text(from)}] into [{Text(wanted)}], which has another number of values", ImportException.WriteAgain);
}
