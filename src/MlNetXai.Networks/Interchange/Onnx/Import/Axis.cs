namespace MlNetXai.Networks.Interchange.Onnx.Import;

/// <summary>What an axis of a file's tensor runs over, in our order <c>[row, step, channel]</c>.</summary>
internal enum Role
{
    /// <summary>Rows of the batch.</summary>
    Row,

    /// <summary>Steps.</summary>
    Step,

    /// <summary>Channels.</summary>
    Channel,
}

/// <summary>A part of an axis: <paramref name="Size"/> places, <paramref name="Stride"/> steps (channels, rows) apart.</summary>
/// <param name="Role">What it runs over.</param>
/// <param name="Size">Places, more than one.</param>
/// <param name="Stride">Distance of neighbours.</param>
internal readonly record struct Digit(Role Role, Size Size, long Stride = 1);

/// <summary>An axis of a file's tensor as digits, the slowest first: a reshaped tensor runs over steps and channels within one axis, or over channels within two.</summary>
/// <remarks>So transposing and reshaping move digits between axes and touch no value. An axis of size 1 has no digits.</remarks>
internal sealed class Axis
{
    private Axis(IReadOnlyList<Digit> digits, Role? role) => (Digits, Role) = (digits, role);

    /// <summary>An axis of size 1 that was put in between.</summary>
    public static Axis Unit { get; } = new([], null);

    /// <summary>What it runs over first; of an axis of size 1, what it would run over if it had more places. Null of one that was put in between.</summary>
    public Role? Role { get; }

    /// <summary>Digits, the slowest first.</summary>
    public IReadOnlyList<Digit> Digits { get; }

    /// <summary>Places.</summary>
    public Size Size => Digits.Aggregate(Size.One, (product, digit) => product * digit.Size);

    /// <summary>Whether it has one place.</summary>
    public bool IsUnit => Digits.Count == 0;

    /// <summary>An axis over all of a role.</summary>
    public static Axis Whole(Role role, Size size) => Of([new(role, size)]);

    /// <summary>An axis of these digits: those of size 1 are left out, neighbours that continue each other become one.</summary>
    public static Axis Of(IReadOnlyList<Digit> digits)
    {
        List<Digit> kept = [];
        foreach (Digit digit in digits.Where(digit => digit.Size != Size.One))
        {
            if (kept.Count > 0 && kept[^1] is var last && last.Role == digit.Role && !digit.Size.TimesRows && last.Stride == digit.Stride * digit.Size.Number)
                kept[^1] = new(digit.Role, last.Size * digit.Size, digit.Stride);
            else
                kept.Add(digit);
        }

        return digits.Count == 0 ? Unit : new(kept, kept.Count > 0 ? kept[0].Role : digits[0].Role);
    }

    /// <summary>Whether it runs over the same places in the same order.</summary>
    public bool IsSameAs(Axis other) => Digits.SequenceEqual(other.Digits);

    /// <summary>Whether a part of it runs over <paramref name="role"/>.</summary>
    public bool Has(Role role) => Digits.Any(digit => digit.Role == role);

    /// <summary>Place on this axis of a channel (the digits of other roles at 0).</summary>
    public long PlaceOfChannel(long channel)
    {
        long place = 0;
        foreach (Digit digit in Digits)
            place = (place * digit.Size.Known) + (digit.Role == Import.Role.Channel ? channel / digit.Stride % digit.Size.Number : 0);
        return place;
    }

    /// <summary>In words, for messages.</summary>
    public override string ToString() => IsUnit
        ? "one value"
        : string.Join(" × ", Digits.Select(digit => digit.Size.TimesRows ? $"{digit.Size}" : $"{digit.Size} {digit.Role switch { Import.Role.Row => "rows", Import.Role.Step => "steps", _ => "channels" }}"));
}
