using System.Text.Json.Serialization;
using MlNetXai.Networks;
using MlNetXai.Networks.Training;
using MlNetXai.Signals.Beats;

namespace MlNetXai.Runs.Training;

/// <summary>Settings of <see cref="EcgTraining"/>; the defaults are study A's.</summary>
public sealed record EcgTrainingOptions
{
    /// <summary>Defaults of the fully convolutional network of studies B and C: no dropout or weight decay, up to 20 epochs, end after 4 without a better validation loss.</summary>
    public static EcgTrainingOptions FullyConvolutional { get; } = new()
    {
        Network = EcgNetwork.FullyConvolutional,
        Dropout = 0,
        WeightDecay = 0,
        Epochs = 20,
        EarlyStopping = new() { Patience = 4 },
    };

    /// <summary>The network. Default study A's LSTM.</summary>
    public EcgNetwork Network { get; init; }

    /// <summary>Folder of WFDB records with annotations.</summary>
    public string Data { get; init => field = Text(value, nameof(Data)); } = ".";

    /// <summary>Extension of the annotation files. Default "atr".</summary>
    public string Annotator { get; init => field = Text(value, nameof(Annotator)); } = "atr";

    /// <summary>Annotation symbols that are classes, in the order of the network's outputs, at least 2. Default N, R, /, V.</summary>
    public IReadOnlyList<string> Classes { get; init => field = AtLeastTwo(value); } = ["N", "R", "/", "V"];

    /// <summary>Signal to read, by number from 0, where <see cref="Lead"/> is null. Default 0.</summary>
    public int Channel { get; init => field = Require.AtLeast(value, 0); }

    /// <summary>Signal to read, by name; null = by number. Default null.</summary>
    public string? Lead { get; init; }

    /// <summary>What happens to a record that lacks the lead. Default: it is left out, with a warning.</summary>
    public MissingLeadPolicy MissingLead { get; init; } = MissingLeadPolicy.Skip;

    /// <summary>Samples per second that every record must have, above 0, at most 20000. Default 360.</summary>
    public double SamplingRateHz { get; init => field = Require.Between(Require.Above(value, 0), 0, 20_000); } = 360;

    /// <summary>Largest distance between a beat and the annotation that labels it, in ms, 0 … 10000. Default 150.</summary>
    public double LabelToleranceMs { get; init => field = Require.Between(value, 0, 10_000); } = 150;

    /// <summary>Patients of the training part, 1 … 100000. Default 33.</summary>
    public int TrainPatients { get; init => field = Require.Between(value, 1, 100_000); } = 33;

    /// <summary>Patients of the validation part, 1 … 100000. Default 5.</summary>
    public int ValidationPatients { get; init => field = Require.Between(value, 1, 100_000); } = 5;

    /// <summary>Patients of the test part, 1 … 100000. Default 9.</summary>
    public int TestPatients { get; init => field = Require.Between(value, 1, 100_000); } = 9;

    /// <summary>Which of the seed's accepted patient splits is used, from 1. Default 1.</summary>
    public int Split { get; init => field = Require.AtLeast(value, 1); } = 1;

    /// <summary>LSTM: units of each layer, 1 … 4096. Default 128.</summary>
    public int Hidden { get; init => field = Require.Between(value, 1, 4096); } = 128;

    /// <summary>LSTM: stacked layers, 1 … 16. Default 1.</summary>
    public int Layers { get; init => field = Require.Between(value, 1, 16); } = 1;

    /// <summary>LSTM: share of units dropped in training before the head and between layers, 0 … 0.99. Default 0.1.</summary>
    public double Dropout { get; init => field = Require.Between(value, 0, 0.99); } = 0.1;

    /// <summary>Fully convolutional network: filters of each convolution, in order, at least one, each 1 … 4096. Default 128, 256, 128.</summary>
    public IReadOnlyList<int> Filters { get; init => field = Sizes(value); } = [128, 256, 128];

    /// <summary>Fully convolutional network: taps of each convolution, as many as <see cref="Filters"/>, each 1 … 4096. Default 8, 5, 3.</summary>
    public IReadOnlyList<int> Kernels { get; init => field = Sizes(value); } = [8, 5, 3];

    /// <summary>Fully convolutional network: settings of batch norm. Default PyTorch's (ε 1e-5, momentum 0.1): with Keras' (1e-3, 0.99) the running statistics lag behind weights that Adam
    /// moves, and validation sees another network than training (docs/study-b.md).</summary>
    public BatchNormConvention BatchNorm { get; init; } = BatchNormConvention.PyTorch;

    /// <summary>Epochs, 1 … 1000000. Default 100.</summary>
    public int Epochs { get; init => field = Require.Between(value, 1, 1_000_000); } = 100;

    /// <summary>Rows per step of the optimiser, 1 … 1000000. Default 200.</summary>
    public int BatchRows { get; init => field = Require.Between(value, 1, 1_000_000); } = 200;

    /// <summary>The optimiser, with its own settings. Default Adam.</summary>
    public OptimiserOptions Optimiser { get; init; } = new AdamOptions();

    /// <summary>Learning rate of the first epoch, above 0. Default 0.001.</summary>
    public double LearningRate { get; init => field = Require.Above(Require.Finite(value), 0); } = 0.001;

    /// <summary>Learning rates of the epochs. Default constant.</summary>
    public LearningRateSchedule Schedule { get; init; } = new ConstantSchedule();

    /// <summary>Weight decay of every parameter, at least 0: added to the gradient, by AdamW apart from it. Default 0.001.</summary>
    public double WeightDecay { get; init => field = Require.AtLeast(Require.Finite(value), 0); } = 0.001;

    /// <summary>Largest global norm of a batch's gradient, above 0; null (the default): any.</summary>
    public double? ClipNorm { get; init => field = value is { } norm ? Require.Above(Require.Finite(norm), 0) : null; }

    /// <summary>When training ends before its last epoch; null (the default): never.</summary>
    public EarlyStopping? EarlyStopping { get; init; }

    /// <summary>Whether rows are weighted by the inverse frequency of their class. Default false.</summary>
    public bool BalanceClasses { get; init; }

    /// <summary>Seed of the split, the initial weights, the order of rows and the dropout. Default 1.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Name of the task on the command line: "ecg-lstm" or "ecg-fcn".</summary>
    [JsonIgnore]
    public string Task => Network == EcgNetwork.Lstm ? "ecg-lstm" : "ecg-fcn";

    /// <summary>Throws where settings, each possible, make no network together.</summary>
    /// <exception cref="ArgumentException">There are not as many <see cref="Kernels"/> as <see cref="Filters"/>.</exception>
    internal void RequireNetwork()
    {
        if (Network == EcgNetwork.FullyConvolutional && Filters.Count != Kernels.Count)
            throw new ArgumentException($"There are {Filters.Count} numbers of filters but {Kernels.Count} kernels; give one of each for every convolution.");
    }

    /// <summary>The network with its initial weights.</summary>
    /// <param name="input">Steps and channels of a beat.</param>
    internal Network InitialNetwork(RowShape input) => Network == EcgNetwork.Lstm
        ? Presets.Lstm(input, Classes, new() { Hidden = Hidden, LayerCount = Layers, Dropout = Dropout, Seed = Seed })
        : Presets.FullyConvolutional(input, Classes, new() { Convolutions = [.. Filters.Zip(Kernels)], BatchNorm = BatchNorm, Seed = Seed });

    /// <summary>Whether a setting of this name says something about the network chosen.</summary>
    internal bool Concerns(string name) => name switch
    {
        nameof(Hidden) or nameof(Layers) or nameof(Dropout) => Network == EcgNetwork.Lstm,
        nameof(Filters) or nameof(Kernels) or nameof(BatchNorm) => Network == EcgNetwork.FullyConvolutional,
        _ => true,
    };

    private static IReadOnlyList<int> Sizes(IReadOnlyList<int> values) =>
        values.Count > 0 ? [.. values.Select(value => Require.Between(value, 1, 4096))] : throw new ArgumentException("There must be at least one convolution.", nameof(values));

    private static string Text(string value, string name) =>
        string.IsNullOrWhiteSpace(value) ? throw new ArgumentException($"{name} is empty; it must be given.", name) : value;

    private static IReadOnlyList<string> AtLeastTwo(IReadOnlyList<string> classes) =>
        classes.Count >= 2 && !classes.Any(string.IsNullOrWhiteSpace) && classes.Distinct(StringComparer.Ordinal).Count() == classes.Count
            ? classes
            : throw new ArgumentException($"Classes are '{string.Join(',', classes)}'; at least two different ones are needed, none of them empty.", nameof(classes));
}

/// <summary>A network for single heartbeats.</summary>
public enum EcgNetwork
{
    /// <summary>Study A's: LSTM layers, the last step's state, one dense layer.</summary>
    Lstm,

    /// <summary>That of studies B and C, after Wang et al. 2017: convolutions with batch norm and ReLU, the mean over time, one dense layer.</summary>
    FullyConvolutional,
}
