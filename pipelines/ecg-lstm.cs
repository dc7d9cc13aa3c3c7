#!/usr/bin/env dotnet
#:project ../src/MlNetXai.MLNet/MlNetXai.MLNet.csproj

// Study A's ECG half (van der Westhuizen and Lasenby 2018) as one ML.NET pipeline: recordings in, an LSTM, three explanations, and how good they are.
//
//   dotnet run pipelines/ecg-lstm.cs                                        synthetic ECG, whose truth is known
//   dotnet run pipelines/ecg-lstm.cs -- --data DIR --epochs 2 --seed 1      recordings with beat annotations, e.g. MIT-BIH
//   dotnet run pipelines/ecg-lstm.cs -- --smoke                             seconds: does it run?
//
//   --data DIR     folder of WFDB recordings     --rows N     test beats explained (64)
//   --epochs N     passes over the training part --seed N     of split, weights and shuffles (1)
//   --out DIR      writes pipeline.zip (the fitted pipeline) and explained.npz (beats, scores, attributions)

using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetXai;
using MlNetXai.Explanations.Methods;
using MlNetXai.MLNet.Evaluation;
using MlNetXai.MLNet.Explaining;
using MlNetXai.MLNet.Loading;
using MlNetXai.MLNet.Preprocessing;
using MlNetXai.MLNet.Saving;
using MlNetXai.MLNet.Splitting;
using MlNetXai.MLNet.Training;
using MlNetXai.Signals.Splits;
using MlNetXai.Signals.Synthesis;

// A mistake in the command or in a file ends in one line; anything else is a fault of the program and shows where it arose.
AppDomain.CurrentDomain.UnhandledException += (_, failure) =>
{
    if (failure.ExceptionObject is Exception error and (MlNetXaiException or ArgumentException or IOException or UnauthorizedAccessException))
    {
        Console.Error.WriteLine($"error: {error.Message}");
        Environment.Exit(1);
    }
};

string[] known = ["--data", "--epochs", "--rows", "--seed", "--out"];
if (args.Where((text, i) => text != "--smoke" && !known.Contains(text) && (i == 0 || !known.Contains(args[i - 1]))).FirstOrDefault() is { } stranger)
    throw new ArgumentException($"'{stranger}' is not an option. Use --smoke, or {string.Join(", ", known)} with a value.");
string? data = Value("--data"), output = Value("--out");
bool smoke = args.Contains("--smoke");
int epochs = Number("--epochs", smoke ? 2 : data is null ? 30 : 100), rows = Number("--rows", smoke ? 12 : 64);
ulong seed = (ulong)Number("--seed", 1);
string[] classes = ["N", "R", "/", "V"];

MLContext mlContext = new(seed: (int)seed);
mlContext.Log += (_, message) =>
{
    if (message.Source.StartsWith("MlNetXai", StringComparison.Ordinal) && message.Kind == Microsoft.ML.Runtime.ChannelMessageKind.Info)
        Console.Error.WriteLine(message.RawMessage);
};

// Recordings → beats: band-pass, R peaks, 200 ms before to 400 ms after R; labels from the annotations.
IDataView recordings = data is null
    ? mlContext.Data.LoadFromSyntheticEcg((smoke ? SyntheticEcgOptions.Smoke : new()) with { Seed = seed })
    : mlContext.Data.LoadFromWfdb(data, new() { Lead = new() });
IEstimator<ITransformer> preprocessing = mlContext.Transforms.BandpassFilter("Signal")
    .Append(mlContext.Transforms.DetectBeats("RPeaks", "Signal"))
    .Append(mlContext.Transforms.SegmentBeats(new() { Classes = classes }))
    .Append(mlContext.Transforms.Conversion.MapValueToKey("Label", keyData: mlContext.Data.LoadFromEnumerable(classes.Select(name => new ClassName { Label = name }))));
IDataView beats = mlContext.Data.Cache(preprocessing.Fit(recordings).Transform(recordings));

// No patient in two parts, every class in each: the paper's rule.
PatientSplitOptions parts = data is not null ? new()
    : smoke ? new() { TrainPatients = 6, ValidationPatients = 3, TestPatients = 3 }
    : new() { TrainPatients = 25, ValidationPatients = 4, TestPatients = 7 };
PatientPartition split = mlContext.Data.SplitByPatient(beats, new() { Seed = seed, Rule = parts });
Console.WriteLine(split.Report);

// One chain: the network, then explainers that find it behind the score column.
ExplainCatalog explain = mlContext.Transforms.Explain;
ExplanationTarget label = ExplanationTarget.Label();
LstmTrainerOptions training = new() { ValidationSet = split.Validation, MaxEpochs = epochs, Seed = seed, SamplingRateHz = 360, Environment = mlContext };
if (data is null)
    training = training with { Network = new() { Hidden = smoke ? 16 : 48 }, BatchSize = 20, LearningRate = smoke ? 0.01 : 0.002, WeightDecay = smoke ? 0.001 : 1e-4 };
IEstimator<ITransformer> pipeline = mlContext.MulticlassClassification.Trainers.Lstm(training)
    .Append(explain.TemporalOutputScore("Prefixes"))
    .Append(explain.Saliency("Derivative", target: label))
    .Append(explain.Occlusion("Occlusion", target: label, options: new() { MeanDrop = true }))
    .Append(explain.LearnedMask("Mask", target: label, options: new() { Iterations = smoke ? 20 : 500 }));
ITransformer model = pipeline.Fit(split.Train);

MulticlassClassificationMetrics metrics = mlContext.MulticlassClassification.Evaluate(model.Transform(split.Test));
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\naccuracy {metrics.MicroAccuracy:P1}, balanced {metrics.MacroAccuracy:P1}, log loss {metrics.LogLoss:F3}"));
Console.WriteLine(metrics.ConfusionMatrix.GetFormattedConfusionTable());

// Some test beats, drawn by seed, explained by all methods; attributions are columns.
IDataView drawn = mlContext.Data.TakeRows(mlContext.Data.ShuffleRows(split.Test, seed: (int)seed, shufflePoolSize: 100_000), rows);
IDataView explained = mlContext.Data.Cache(model.Transform(mlContext.Data.Cache(drawn)));

// Are the explanations right? The score's fall when what is salient is deleted, and, where the truth is known, whether they find it.
string[] attributions = ["Derivative", "Occlusion", "Mask"];
Console.WriteLine(mlContext.Explanation.ScoreReduction(explained, model, attributions, new() { Target = label }));
if (explained.Schema.GetColumnOrNull("Evidence") is not null)
    Console.WriteLine(mlContext.Explanation.Localisation(explained, attributions));

if (output is not null)
{
    Directory.CreateDirectory(output);
    mlContext.Model.SaveExplained(model, beats.Schema, Path.Combine(output, "pipeline.zip"));
    mlContext.Data.SaveAsNumPy(explained, Path.Combine(output, "explained.npz"), ["Record", "BeatSample", "Patient", "Label", "Features", "Score", "PredictedLabel", "Prefixes", .. attributions]);
    Console.WriteLine($"wrote {Path.Combine(output, "pipeline.zip")} and explained.npz beside it");
}

return 0;

string? Value(string name) => Array.IndexOf(args, name) is >= 0 and int at ? at + 1 < args.Length ? args[at + 1] : throw new ArgumentException($"{name} needs a value.") : null;

int Number(string name, int standard) => Value(name) is not { } text ? standard
    : int.TryParse(text, CultureInfo.InvariantCulture, out int value) && value > 0 ? value : throw new ArgumentException($"{name} is '{text}'; write a whole number above 0.");

internal sealed class ClassName
{
    public string Label { get; set; } = "";
}
