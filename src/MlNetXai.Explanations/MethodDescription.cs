using MlNetXai.Explanations.Methods;
using MlNetXai.Networks;

namespace MlNetXai.Explanations;

/// <summary>What a list of methods says about one of them.</summary>
public sealed record MethodDescription
{
    /// <summary>Name in the command line, files and figures, e.g. "learned-mask".</summary>
    public required string Name { get; init; }

    /// <summary>Name in titles, e.g. "Learned mask".</summary>
    public required string Title { get; init; }

    /// <summary>What its values mean, in one sentence.</summary>
    public required string Summary { get; init; }

    /// <summary>The class that does it.</summary>
    public required Type Type { get; init; }

    /// <summary>The least it needs of a model: <see cref="ILogits"/> or one of its descendants.</summary>
    public required Type Needs { get; init; }

    /// <summary>Cost per row in forward (F) and backward (B) passes.</summary>
    public required string Cost { get; init; }

    /// <summary><see cref="Cost"/> as a number: forward and backward passes per row with default options, each counted as one; for rows of 216 steps where it depends on their length. 0:
    /// none per row.</summary>
    public required int Passes { get; init; }

    /// <summary>Paper or page that defines it.</summary>
    public required string Source { get; init; }

    /// <summary>The options' default values, an instance of the method's options record.</summary>
    public required object DefaultOptions { get; init; }

    /// <summary>What of its values is salience in the score-reduction measure.</summary>
    public SalienceView Salience { get; init; }

    /// <summary>Settings that its paper leaves open, with usual answers; empty where there are none.</summary>
    public IReadOnlyList<MethodChoice> Choices { get; init; } = [];

    /// <summary>What a reader must know, or null.</summary>
    public string? Remark { get; init; }

    /// <summary>What it asks of a network's layers beyond <see cref="Needs"/>, in words, e.g. "a recurrent layer"; null for nothing.</summary>
    public string? LayersText { get; init; }

    /// <summary><see cref="Needs"/> and <see cref="LayersText"/> in words.</summary>
    public string NeedsText => LayersText is null ? Capability.Text(Needs) : $"{Capability.Text(Needs)}; {LayersText}";

    /// <summary>Whether a model of the capability has the layers; by default always.</summary>
    internal Func<ILogits, bool> HasLayers { get; init; } = _ => true;

    /// <summary>Whether the method says something of every sample of a row; else its result stands by itself.</summary>
    public bool GivesAttribution => typeof(IExplanationMethod<Network>).IsAssignableFrom(Type);

    /// <summary>The method with its options, for networks.</summary>
    /// <param name="options">Its options record.</param>
    /// <exception cref="ArgumentException">The options are those of another method, or the method gives no attribution.</exception>
    public IExplanationMethod<Network> Create(object options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.GetType() != DefaultOptions.GetType())
            throw new ArgumentException($"The options are {options.GetType().Name}, but '{Name}' takes {DefaultOptions.GetType().Name}.", nameof(options));
        return GivesAttribution
            ? (IExplanationMethod<Network>)Activator.CreateInstance(Type, options)!
            : throw new ArgumentException($"'{Name}' gives no attribution of rows. Name another method.");
    }

    /// <summary>Whether a model gives what the method with its default options needs.</summary>
    public bool Fits(ILogits model) => Needs.IsInstanceOfType(model) && HasLayers(model);

    /// <summary>Throws unless a model gives what the method with its default options needs.</summary>
    /// <param name="model">The model.</param>
    /// <exception cref="MissingCapabilityException">It does not; the layer in the way is named, where it is one.</exception>
    public void RequireFits(ILogits model)
    {
        if (Fits(model))
            return;

        // The method itself knows which layer it cannot pass, and says so before it scores anything.
        if (GivesAttribution && model is Network network)
            Create(DefaultOptions).Explain(network, new(1, network.InputShape.Steps, network.InputShape.Channels), [0]);
        throw new MissingCapabilityException(model.Name, Name, NeedsText, $"{Occlusion.Description.Name}, which needs logits only");
    }
}

/// <summary>Which side of an attribution counts as salience.</summary>
public enum SalienceView
{
    /// <summary>The signed value: evidence against the class is least salient. Default.</summary>
    Signed,

    /// <summary>The magnitude: as study A takes the input derivative.</summary>
    Magnitude,
}

/// <summary>A method that the catalog finds.</summary>
public interface IDescribedMethod
{
    /// <summary>What lists of methods say about it.</summary>
    static abstract MethodDescription Description { get; }
}
