using System.Globalization;

namespace MlNetXai.Networks.Interchange.Onnx.Import;

/// <summary>A node of the file with what it reads, while it is made into layers.</summary>
/// <param name="Proto">The node as it stands in the file.</param>
/// <param name="Opset">Version of ONNX's operators in the file.</param>
internal sealed record Node(NodeProto Proto, long Opset)
{
    private readonly Dictionary<string, AttributeProto> _attributes = Proto.Attribute.GroupBy(attribute => attribute.Name).ToDictionary(own => own.Key, own => own.First());

    /// <summary>Operator.</summary>
    public string Operator => Proto.OpType;

    /// <summary>Its name; nodes without one go by what they give first.</summary>
    public string Name => NameOf(Proto);

    /// <summary>The node in words, for messages.</summary>
    public string Place => $"node '{Name}' (operator {Operator}, opset {Opset})";

    /// <summary>What the node reads, in its order; null where nothing is given.</summary>
    public IReadOnlyList<Value?> Inputs { get; init; } = [];

    /// <summary>Number of outputs.</summary>
    public int OutputCount => Proto.Output.Count;

    /// <summary>An input, or null.</summary>
    public Value? Input(int index) => index < Inputs.Count ? Inputs[index] : null;

    /// <summary>An input that a layer gives.</summary>
    /// <exception cref="ImportException">It is missing, a constant, or a part of a formula.</exception>
    public Activation Activation(int index = 0) => Required(index) switch
    {
        Activation activation => activation,
        Deferred deferred => throw Unread(deferred),
        _ => throw new ImportException($"its input {index} is a constant; it must come from the model's input", ImportException.Rewrite),
    };

    /// <summary>An input that is known, or null where none is given.</summary>
    /// <exception cref="ImportException">It depends on the model's input.</exception>
    public Constant? Constant(int index) => Input(index) switch
    {
        null => null,
        Constant constant => constant,
        _ => throw new ImportException($"its input {index} ('{Proto.Input[index]}') depends on the model's input; only constants are read there", ImportException.Rewrite),
    };

    /// <summary>An input that is known.</summary>
    /// <exception cref="ImportException">It is missing or depends on the model's input.</exception>
    public Constant RequiredConstant(int index)
    {
        Required(index);
        return Constant(index)!;
    }

    /// <summary>Weights of known shape.</summary>
    /// <exception cref="ImportException">They are missing or have another shape.</exception>
    public float[] Weights(int index, params int[] shape)
    {
        Constant constant = RequiredConstant(index);
        return constant.Sizes.SequenceEqual(shape.Select(size => new Size(size)))
            ? constant.Reals()
            : throw new ImportException($"its input {index} ('{Proto.Input[index]}') has shape [{Shapes.Text(constant.Sizes)}] and must have [{string.Join(", ", shape)}]", Layouts.ShapeRemedy);
    }

    /// <summary>An input that must be there.</summary>
    /// <exception cref="ImportException">It is missing.</exception>
    public Value Required(int index) => Input(index) ?? throw new ImportException($"it lacks input {index}", ImportException.WriteAgain);

    /// <summary>Whether an attribute is stated.</summary>
    public bool Has(string name) => _attributes.ContainsKey(name);

    /// <summary>A whole number.</summary>
    public long Int(string name, long otherwise) => Typed(name, AttributeProto.Types.AttributeType.Int)?.I ?? otherwise;

    /// <summary>A whole number that must be there.</summary>
    public long RequiredInt(string name) => Has(name) ? Int(name, 0) : throw new ImportException($"it lacks the attribute {name}", ImportException.WriteAgain);

    /// <summary>A truth value.</summary>
    public bool Flag(string name, bool otherwise = false) => Int(name, otherwise ? 1 : 0) != 0;

    /// <summary>A real number: of those that single precision stands for, the one with the fewest digits, which the model's author wrote.</summary>
    public double Real(string name, double otherwise) => Typed(name, AttributeProto.Types.AttributeType.Float) is { } attribute ? Shortest(attribute.F) : otherwise;

    /// <summary>The number with the fewest digits that a number of single precision stands for.</summary>
    public static double Shortest(float value) => double.Parse(value.ToString("R", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    /// <summary>A text.</summary>
    public string Text(string name, string otherwise) => Typed(name, AttributeProto.Types.AttributeType.String)?.S.ToStringUtf8() ?? otherwise;

    /// <summary>Texts, or null.</summary>
    public IReadOnlyList<string>? Texts(string name) => Typed(name, AttributeProto.Types.AttributeType.Strings)?.Strings.Select(text => text.ToStringUtf8()).ToArray();

    /// <summary>Whole numbers, or null.</summary>
    public IReadOnlyList<long>? Ints(string name) => Typed(name, AttributeProto.Types.AttributeType.Ints)?.Ints;

    /// <summary>Real numbers, or null.</summary>
    public IReadOnlyList<float>? Floats(string name) => Typed(name, AttributeProto.Types.AttributeType.Floats)?.Floats;

    /// <summary>A tensor, or null.</summary>
    public TensorProto? Tensor(string name) => Typed(name, AttributeProto.Types.AttributeType.Tensor)?.T;

    /// <summary>Axes as attribute or, from an opset on, as input.</summary>
    /// <returns>Null where none are stated.</returns>
    public IReadOnlyList<long>? Axes(int input, long inputFrom) => Opset >= inputFrom ? Constant(input)?.Known() : Ints("axes");

    /// <summary>Name of a node, or of what it gives first.</summary>
    public static string NameOf(NodeProto proto) => proto.Name.Length > 0 ? proto.Name : proto.Output.First(name => name.Length > 0);

    /// <summary>What a reader of a part of a formula, or of an output that is not carried over, is told.</summary>
    public static ImportException Unread(Deferred value) => new($"it reads {value.Meaning} of {value.Node.Place}", ImportException.Rewrite);

    private AttributeProto? Typed(string name, AttributeProto.Types.AttributeType type)
    {
        if (!_attributes.TryGetValue(name, out AttributeProto? attribute))
            return null;
        if (attribute.RefAttrName.Length > 0)
            throw new ImportException($"its attribute {name} refers to one of a function", ImportException.Rewrite);
        // Files of IR 1 state no type.
        return attribute.Type == type || attribute.Type == AttributeProto.Types.AttributeType.Undefined
            ? attribute
            : throw new ImportException($"its attribute {name} is of type {attribute.Type} and must be {type}", ImportException.WriteAgain);
    }
}
