namespace MlNetXai.Networks.Interchange.Onnx.Import;

/// <summary>What a name in the file stands for.</summary>
internal abstract record Value;

/// <summary>A value that no layer gives by itself: a part of a formula that is recognised as a whole, or an output that is not carried over.</summary>
/// <param name="Node">The node that gives it.</param>
/// <param name="Meaning">What it is, for the message to a reader that needs it.</param>
internal sealed record Deferred(Node Node, string Meaning) : Value;

/// <summary>The output of one of our layers, seen through the file's axes.</summary>
/// <remarks>Over all axes, the digits of each role count each of its places once: nothing is repeated or left out.</remarks>
/// <param name="Source">Name of the layer, or <see cref="Network.InputName"/>.</param>
/// <param name="Shape">Shape of its rows.</param>
/// <param name="Axes">The file's axes.</param>
internal sealed record Activation(string Source, RowShape Shape, IReadOnlyList<Axis> Axes) : Value
{
    /// <summary>Whether nothing else in the file reads the layer: what follows may become part of it.</summary>
    public bool IsOnlyReader { get; init; } = true;

    /// <summary>Sizes of the axes.</summary>
    public Size[] Sizes => [.. Axes.Select(axis => axis.Size)];

    /// <summary>An axis number that may count from the end.</summary>
    /// <exception cref="ImportException">There is no such axis.</exception>
    public int AxisAt(long number) => Shapes.Axis(number, Axes.Count);

    /// <summary>Whether the axis runs over the rows and nothing else.</summary>
    public bool IsRows(int axis) => Axes[axis].Digits is [{ Role: Role.Row }] || (Axes[axis].IsUnit && !Axes.Any(other => other.Has(Role.Row)));

    /// <summary>Whether the axis runs over all steps in order and nothing else.</summary>
    public bool IsSteps(int axis) => Axes[axis].IsSameAs(Axis.Whole(Role.Step, Shape.Steps));

    /// <summary>Whether the axis runs over all channels in order and nothing else.</summary>
    public bool IsChannels(int axis) => Axes[axis].IsSameAs(Axis.Whole(Role.Channel, Shape.Channels));

    /// <summary>The axes in another order.</summary>
    public Activation Transpose(IReadOnlyList<int> order) => this with { Axes = [.. order.Select(axis => Axes[axis])] };

    /// <summary>With another axis at a place.</summary>
    public Activation With(int place, Axis axis) => this with { Axes = [.. Axes.Select((own, i) => i == place ? axis : own)] };

    /// <summary>The same values under other sizes.</summary>
    /// <exception cref="ImportException">An axis would be cut between two roles where none can be cut.</exception>
    public Activation Reshape(IReadOnlyList<Size> sizes)
    {
        Stack<Digit> rest = new(Axes.SelectMany(axis => axis.Digits).Reverse());
        List<Axis> axes = [];
        foreach (Size size in sizes)
        {
            List<Digit> own = [];
            Size missing = size;
            while (missing != Size.One && rest.TryPop(out Digit digit))
            {
                if (missing.IsMultipleOf(digit.Size))
                {
                    own.Add(digit);
                    missing /= digit.Size;
                }
                else if (!missing.TimesRows && digit.Size.IsMultipleOf(missing) && digit.Role != Role.Row)
                {
                    long inner = digit.Size.Number / missing.Number;
                    own.Add(digit with { Size = missing, Stride = digit.Stride * inner });
                    rest.Push(digit with { Size = inner });
                    missing = Size.One;
                }
                else
                {
                    throw Unfit(sizes);
                }
            }

            if (missing != Size.One)
                throw Unfit(sizes);
            axes.Add(Axis.Of(own));
        }

        return rest.Count == 0 ? this with { Axes = axes } : throw Unfit(sizes);
    }

    private ImportException Unfit(IReadOnlyList<Size> sizes) =>
        new($"it makes [{Shapes.Text(Sizes)}] ([{string.Join(", ", Axes)}]) into [{Shapes.Text(sizes)}], which does not keep rows, steps and channels apart", ImportException.Rewrite);
}
