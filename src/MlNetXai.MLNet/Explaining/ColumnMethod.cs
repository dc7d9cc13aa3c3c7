using System.Text.Json;
using MlNetXai.Explanations;
using MlNetXai.Explanations.Methods;
using MlNetXai.Networks;

namespace MlNetXai.MLNet.Explaining;

/// <summary>An explanation method with its options, as a column asks it: rows and classes in, one vector per row out.</summary>
internal sealed class ColumnMethod
{
    private readonly object _method;

    /// <param name="description">The method.</param>
    /// <param name="options">Its options record, or null for the defaults.</param>
    public ColumnMethod(MethodDescription description, object? options)
    {
        (Description, Options) = (description, options ?? description.DefaultOptions);
        _method = description.Type == typeof(TemporalOutputScore)
            ? new TemporalOutputScore()
            : Activator.CreateInstance(description.Type, Options)!;
    }

    public MethodDescription Description { get; }

    /// <summary>The options record.</summary>
    public object Options { get; }

    /// <summary>The options as JSON, for saved pipelines.</summary>
    public string OptionsText => JsonSerializer.Serialize(Options, Options.GetType());

    /// <summary>Rows of data that the options hold.</summary>
    public int StoredRows => Options.GetType().GetProperties()
        .Where(property => property.GetIndexParameters().Length == 0)
        .Sum(property => property.GetValue(Options) switch { Baseline baseline => baseline.StoredRows, BackgroundRows background => background.StoredRows, _ => 0 });

    /// <summary>The method as it explains networks; null where its result is no attribution.</summary>
    public IExplanationMethod<Network>? ForNetworks => _method as IExplanationMethod<Network>;

    /// <summary>Whether the result is one distribution over classes per step, and no attribution.</summary>
    private bool IsDistribution => _method is TemporalOutputScore;

    /// <summary>Whether a method gives something for each row.</summary>
    public static bool MakesColumn(MethodDescription description) => description.Type == typeof(TemporalOutputScore)
        || description.Type.GetInterfaces().Any(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IExplanationMethod<>));

    /// <summary>A method from its name and options as <see cref="OptionsText"/> gave them.</summary>
    public static ColumnMethod Parse(string name, string optionsText)
    {
        MethodDescription description = MethodCatalog.Find(name);
        return new(description, JsonSerializer.Deserialize(optionsText, description.DefaultOptions.GetType()));
    }

    /// <summary>Steps and values per step of a result, for rows of that shape.</summary>
    public RowShape ResultShape(ILogits model) => IsDistribution ? new(model.InputShape.Steps, model.Classes.Count) : model.InputShape;

    /// <summary>Throws unless the model gives what the method needs and the options suit it; nothing is scored.</summary>
    /// <exception cref="MissingCapabilityException">It does not give it.</exception>
    /// <exception cref="ShapeException">Rows or segments of the options have another shape than the model's.</exception>
    /// <exception cref="ArgumentException">A layer is not there, or two options do not go together.</exception>
    public void RequireFits(ILogits model)
    {
        if (IsDistribution)
        {
            _ = Capability.Require<IPrefixLogits>(model, Description.Name);
            return;
        }

        Description.RequireFits(model);
        Explain(model, new(0, model.InputShape.Steps, model.InputShape.Channels), []);
    }

    /// <summary>Throws unless the method gives something for a target.</summary>
    /// <exception cref="ArgumentException">It gives all classes after every step whatever the target.</exception>
    public void RequireTakes(ExplanationTarget target)
    {
        if (IsDistribution && (target.IsPerClass || target.Step is not null))
            throw new ArgumentException($"'{Description.Name}' gives the probabilities of all classes after every step, so {target} is no target for it. Leave the target out.", nameof(target));
    }

    /// <summary>Explains rows.</summary>
    /// <returns><c>[row, step, channel]</c>, or <c>[row, step, 1]</c> where the method has one value per step; distributions <c>[row, step, class]</c>.</returns>
    public Batch Explain(ILogits model, Batch rows, int[] targets) => (_method, model) switch
    {
        (TemporalOutputScore prefixes, IPrefixLogits reader) => prefixes.Explain(reader, rows, targets).Distribution,
        (IExplanationMethod<Network> method, Network network) => method.Explain(network, rows, targets).Values,
        (IExplanationMethod<ILogits> method, _) => method.Explain(model, rows, targets).Values,
        _ => throw new InvalidOperationException($"{Description.Name} does not explain '{model.Name}'."),
    };
}
