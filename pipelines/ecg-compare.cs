#!/usr/bin/env dotnet
#:project ../src/MlNetXai.MLNet/MlNetXai.MLNet.csproj

// Two sizes of LSTM and three explanation methods, compared in one cross-validation over patients: the same folds and the same explained beats for all.
//
//   dotnet run pipelines/ecg-compare.cs                        synthetic ECG, whose truth is known
//   dotnet run pipelines/ecg-compare.cs -- --data DIR          recordings with beat annotations, e.g. MIT-BIH
//   dotnet run pipelines/ecg-compare.cs -- --smoke             seconds: does it run?
//
//   --data DIR     folder of WFDB recordings       --epochs N   passes over the training part (10; recordings: 3)
//   --out DIR      writes comparison.txt           --seed N     of folds, weights and shuffles (1)

using System.Globalization;
using Microsoft.ML;
using MlNetXai;
using MlNetXai.MLNet.Evaluation;
using MlNetXai.MLNet.Explaining;
using MlNetXai.MLNet.Loading;
using MlNetXai.MLNet.Preprocessing;
using MlNetXai.MLNet.Training;
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

string[] known = ["--data", "--epochs", "--seed", "--out"];
if (args.Where((text, i) => text != "--smoke" && !known.Contains(text) && (i == 0 || !known.Contains(args[i - 1]))).FirstOrDefault() is { } stranger)
    throw new ArgumentException($"'{stranger}' is not an option. Use --smoke, or {string.Join(", ", known)} with a value.");
string? data = Value("--data"), output = Value("--out");
bool smoke = args.Contains("--smoke");
int epochs = Number("--epochs", smoke ? 1 : data is null ? 10 : 3);
ulong seed = (ulong)Number("--seed", 1);

MLContext mlContext = new(seed: (int)seed);
IDataView recordings = data is null
    ? mlContext.Data.LoadFromSyntheticEcg((smoke ? SyntheticEcgOptions.Smoke : new()) with { Seed = seed })
    : mlContext.Data.LoadFromWfdb(data, new() { Lead = new() });
IEstimator<ITransformer> preprocessing = mlContext.Transforms.BandpassFilter("Signal")
    .Append(mlContext.Transforms.DetectBeats("RPeaks", "Signal"))
    .Append(mlContext.Transforms.SegmentBeats())
    .Append(mlContext.Transforms.Conversion.MapValueToKey("Label"));
IDataView beats = mlContext.Data.Cache(preprocessing.Fit(recordings).Transform(recordings));

ExplainCatalog explain = mlContext.Transforms.Explain;
Dictionary<string, IEstimator<ITransformer>> trainers = new()
{
    ["lstm 16"] = Lstm(hidden: 16),
    ["lstm 64"] = Lstm(hidden: smoke ? 24 : 64),
};
Dictionary<string, IEstimator<ITransformer>> explainers = new()
{
    ["derivative"] = explain.Saliency("Derivative"),
    ["occlusion"] = explain.Occlusion("Occlusion", options: new() { MeanDrop = true }),
    ["mask"] = explain.LearnedMask("Mask", options: new() { Iterations = smoke ? 10 : 200, LearningRate = 0.005 }),
};
ComparisonOptions options = new()
{
    Folds = 3,
    Seed = seed,
    ExplainedRows = smoke ? 6 : 60,
    ScoreReduction = new() { Draws = smoke ? 1 : 5 },
    Progress = new Progress<ProgressReport>(report => Console.Error.Write($"\r{report.Stage} {report.Done}/{report.Total}        ")),
};
ModelComparison comparison = mlContext.Explanation.Compare(beats, trainers, explainers, options);
Console.Error.WriteLine();
Console.WriteLine(comparison);
if (output is not null)
{
    Directory.CreateDirectory(output);
    AtomicFile.WriteText(Path.Combine(output, "comparison.txt"), comparison.ToString());
}

return 0;

LstmTrainer Lstm(int hidden) => mlContext.MulticlassClassification.Trainers.Lstm(new LstmTrainerOptions
{
    Network = new() { Hidden = hidden },
    MaxEpochs = epochs,
    BatchSize = data is null ? 20 : 200,
    LearningRate = data is null ? 0.005 : 0.001,
    Seed = seed,
});

string? Value(string name) => Array.IndexOf(args, name) is >= 0 and int at ? at + 1 < args.Length ? args[at + 1] : throw new ArgumentException($"{name} needs a value.") : null;

int Number(string name, int standard) => Value(name) is not { } text ? standard
    : int.TryParse(text, CultureInfo.InvariantCulture, out int value) && value > 0 ? value : throw new ArgumentException($"{name} is '{text}'; write a whole number above 0.");
