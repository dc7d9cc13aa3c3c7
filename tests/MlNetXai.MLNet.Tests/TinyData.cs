using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetXai.Networks;
using MlNetXai.Networks.Layers;
using MlNetXai.Networks.Training;

namespace MlNetXai.MLNet.Tests;

/// <summary>Rows of twelve steps in three classes that a small network can tell apart, and such a network.</summary>
internal static class TinyData
{
    public const int Steps = 12;
    public static readonly string[] Classes = ["N", "V", "R"];

    public static readonly RowShape Shape = new(Steps, 1);

    /// <summary>A network with weights of its own, untrained.</summary>
    public static Network Network(int hidden = 4, ulong seed = 7) => Presets.Lstm(Shape, Classes, new() { Hidden = hidden, Seed = seed });

    /// <summary>A small network of convolutions and rectifiers with weights of its own, untrained.</summary>
    public static Network Convolutional() => MlNetXai.Networks.Network.Initial(
        "convolutional", Shape, Classes,
        [
            ("conv1", new Conv1d(1, 4, 3, new() { Padding = Padding.Explicit(1, 1) })), ("relu1", new Relu()), ("conv2", new Conv1d(4, 4, 3, new() { Stride = 2 })), ("relu2", new Relu()),
            ("average", new GlobalAveragePool()), ("dense", new Dense(4, 3)),
        ],
        seed: 7);

    /// <summary>A network that a method can explain.</summary>
    public static Network NetworkFor(string method) => method is "grad-cam" or "guided-backprop" or "deeplift" ? Convolutional() : Network();

    /// <summary>A network that tells the classes by the place of the bump, and so predicts each of them.</summary>
    public static Network Discerning() => new(
        "bumps", Shape, Classes, [("flatten", new Flatten()), ("dense", new Dense(Steps, Classes.Length))],
        [.. Classes.SelectMany((_, c) => Enumerable.Range(0, Steps).Select(t => t / 4 == c ? 1f : 0)), .. Classes.Select(_ => 0f)]);

    /// <summary>Rows: a bump whose place says the class, with noise.</summary>
    public static Row[] Rows(int count)
    {
        Philox random = new(3, "tiny rows");
        Row[] rows = new Row[count];
        for (int i = 0; i < count; i++)
        {
            Philox.Stream draws = random.Draws((uint)i);
            int label = draws.Below(Classes.Length);
            float[] values = new float[Steps];
            for (int t = 0; t < Steps; t++)
                values[t] = (float)((draws.Uniform() - 0.5) * 0.3) + (t / 4 == label ? 1 : 0);
            rows[i] = new() { Features = values, Label = Classes[label], Patient = $"p{i % 5}", Id = i };
        }

        return rows;
    }

    /// <summary>The same for the core.</summary>
    public static LabelledRows Labelled(int count)
    {
        Row[] rows = Rows(count);
        return new(new(count, Steps, 1, rows.SelectMany(row => row.Features).ToArray()), [.. rows.Select(row => Array.IndexOf(Classes, row.Label))]);
    }

    public static IDataView View(MLContext context, int count = 30) => context.Data.LoadFromEnumerable(Rows(count));

    /// <summary>The same with the label as a key of the classes in their order.</summary>
    public static IDataView Keyed(MLContext context, int count = 30) => Keys(context).Fit(View(context, count)).Transform(View(context, count));

    public static IEstimator<ITransformer> Keys(MLContext context) => context.Transforms.Conversion.MapValueToKey("Label", keyData: ClassView(context));

    /// <summary>The classes in their order, as the key data of a mapping.</summary>
    public static IDataView ClassView(MLContext context) => context.Data.LoadFromEnumerable(Classes.Select(name => new ClassName { Label = name }).ToArray());

    /// <summary>All rows of a column of vectors, dense.</summary>
    public static float[][] Vectors(IDataView view, string column) => [.. view.GetColumn<float[]>(column)];

    public sealed class Row
    {
        [VectorType(Steps, 1)]
        public float[] Features { get; set; } = [];

        public string Label { get; set; } = "";

        public string Patient { get; set; } = "";

        public long Id { get; set; }
    }

    public sealed class ClassName
    {
        public string Label { get; set; } = "";
    }
}
