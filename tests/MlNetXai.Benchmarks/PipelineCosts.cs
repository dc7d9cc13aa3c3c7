using System.Diagnostics;
using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetXai.Explanations.Methods;
using MlNetXai.MLNet.Explaining;
using MlNetXai.MLNet.Saving;
using MlNetXai.MLNet.Training;
using MlNetXai.Networks;

namespace MlNetXai.Benchmarks;

/// <summary>What a pipeline costs beside the core's calls on arrays: study A's LSTM, scores and input derivatives of the predicted class.</summary>
internal static class PipelineCosts
{
    private const int Rows = 10_000;
    private const int PlainRows = 500;
    private const int StreamedRows = 100_000;
    private const int Rounds = 7;
    private static readonly RowShape Shape = new(216, 1);
    private static readonly string[] Classes = ["N", "R", "/", "V"];

    public static int Run()
    {
        MLContext context = new(seed: 1);
        Network network = Presets.Lstm(Shape, Classes);
        Batch batch = new(Rows, Shape.Steps, Shape.Channels);
        Fill(batch);
        Beat[] beats = [.. Enumerable.Range(0, Rows).Select(row => new Beat { Features = batch.Row(row).ToArray() })];
        IDataView view = context.Data.LoadFromEnumerable(beats, Named());
        TransformerChain<ExplanationTransformer> fitted = context.Transforms.ApplyNetwork(network).Append(context.Transforms.Explain.Saliency("Attribution")).Fit(view);
        string path = Path.Combine(Path.GetTempPath(), $"mlnetxai-{Environment.ProcessId}.zip");
        context.Model.SaveExplained(fitted, view.Schema, path);
        Console.WriteLine($"saved pipeline of {network.WeightLength} weights and one explainer: {new FileInfo(path).Length / 1e6:F2} MB");
        ITransformer loaded = context.Model.LoadExplained(path, out _), plain = context.Model.Load(path, out _);
        File.Delete(path);

        Core(network, batch.Slice(0, 512));
        Read(fitted.Transform(context.Data.TakeRows(view, 512)));
        Read(loaded.Transform(context.Data.TakeRows(view, 512)));
        double[] core = new double[Rounds], typed = new double[Rounds], again = new double[Rounds];
        for (int round = 0; round < Rounds; round++)
        {
            core[round] = Seconds(() => Core(network, batch));
            typed[round] = Seconds(() => Read(fitted.Transform(view)));
            again[round] = Seconds(() => Read(loaded.Transform(view)));
            Console.WriteLine($"round {round + 1}: arrays {core[round]:F3} s, fitted {typed[round] / core[round]:F3} times that, after LoadExplained {again[round] / core[round]:F3} times");
        }

        Console.WriteLine($"median: fitted {Median([.. typed.Zip(core, (a, b) => a / b)]):F3}, after LoadExplained {Median([.. again.Zip(core, (a, b) => a / b)]):F3}; {1e6 * Median(core) / Rows:F1} µs a row on arrays");
        double perRow = Seconds(() => Read(plain.Transform(context.Data.TakeRows(view, PlainRows)))) / PlainRows;
        Console.WriteLine($"after a plain Load, row by row: {1e6 * perRow:F1} µs a row, {perRow * Rows / Median(core):F1} times the arrays");

        GC.Collect();
        long before = GC.GetTotalMemory(forceFullCollection: true);
        long most = 0;
        IDataView streamed = fitted.Transform(context.Data.LoadFromEnumerable(Stream(() => most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: false))), Named()));
        double seconds = Seconds(() => Read(streamed));
        Console.WriteLine($"{StreamedRows} rows streamed in {seconds:F1} s; at most {(most - before) / 1048576.0:F1} MiB of managed memory above the start, where the rows alone are {StreamedRows * 4.0 * Shape.Length / 1048576:F0} MiB");
        return 0;
    }

    // Beats have slot names, by which an explainer knows that the scores are those of the rows it reads; rows without any are scored again.
    private static SchemaDefinition Named()
    {
        SchemaDefinition definition = SchemaDefinition.Create(typeof(Beat));
        ReadOnlyMemory<char>[] names = [.. Enumerable.Range(0, Shape.Steps).Select(step => $"t{step}".AsMemory())];
        definition[nameof(Beat.Features)].AddAnnotation("SlotNames", new VBuffer<ReadOnlyMemory<char>>(names.Length, names), new VectorDataViewType(TextDataViewType.Instance, names.Length));
        return definition;
    }

    private static void Core(Network network, Batch batch)
    {
        float[] logits = new float[batch.Rows * Classes.Length];
        network.Logits(batch, logits);
        int[] targets = new int[batch.Rows];
        for (int row = 0; row < targets.Length; row++)
            targets[row] = System.Numerics.Tensors.TensorPrimitives.IndexOfMax<float>(logits.AsSpan(row * Classes.Length, Classes.Length));
        _ = new Saliency().Explain(network, batch, targets);
    }

    private static void Read(IDataView view)
    {
        DataViewSchema.Column score = view.Schema["Score"], attribution = view.Schema["Attribution"];
        using DataViewRowCursor cursor = view.GetRowCursor([score, attribution]);
        ValueGetter<VBuffer<float>> scores = cursor.GetGetter<VBuffer<float>>(score), attributions = cursor.GetGetter<VBuffer<float>>(attribution);
        VBuffer<float> value = default, values = default;
        while (cursor.MoveNext())
        {
            scores(ref value);
            attributions(ref values);
        }
    }

    private static IEnumerable<Beat> Stream(Action watch)
    {
        Batch block = new(500, Shape.Steps, Shape.Channels);
        Fill(block);
        for (int row = 0; row < StreamedRows; row++)
        {
            if (row % 1000 == 0)
                watch();
            yield return new() { Features = block.Row(row % block.Rows).ToArray() };
        }
    }

    private static void Fill(Batch batch)
    {
        Philox.Stream draws = new Philox(1, "pipeline benchmark").Draws();
        foreach (ref float value in batch.Values)
            value = (float)(draws.Uniform() - 0.5);
    }

    private static double Seconds(Action run)
    {
        long start = Stopwatch.GetTimestamp();
        run();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static double Median(double[] values)
    {
        Array.Sort(values);
        return values[values.Length / 2];
    }

    private sealed class Beat
    {
        [VectorType(216, 1)]
        public float[] Features { get; set; } = [];
    }
}
