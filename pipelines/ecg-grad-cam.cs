#!/usr/bin/env dotnet
#:project ../src/MlNetXai.MLNet/MlNetXai.MLNet.csproj

// Study C (Deligianni) as ML.NET pipelines: Grad-CAM of a convolutional network and its variant for an LSTM, from the single beat to the class, and whether methods agree.
//
//   dotnet run pipelines/ecg-grad-cam.cs                                        synthetic ECG, whose truth is known
//   dotnet run pipelines/ecg-grad-cam.cs -- --data DIR --epochs 20 --rows 1000  recordings with beat annotations, e.g. MIT-BIH
//   dotnet run pipelines/ecg-grad-cam.cs -- --data DIR --lstm models/ecg-lstm-mitbih/model.safetensors --fcn models/ecg-fcn-mitbih/model.safetensors
//   dotnet run pipelines/ecg-grad-cam.cs -- --smoke                             seconds: does it run?
//
//   --data DIR     folder of WFDB recordings        --rows N     test beats explained, equally many per class (200)
//   --epochs N     passes over the training part    --seed N     of split, weights, shuffles and draws (1)
//   --lstm PATH    a trained LSTM, and --fcn PATH a trained convolutional network, instead of training; made with the same seed they saw none of the test patients
//   --out DIR      writes figures (SVG), numbers (CSV) and both fitted pipelines (lstm.zip, fcn.zip)

using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetXai;
using MlNetXai.MLNet.Evaluation;
using MlNetXai.MLNet.Explaining;
using MlNetXai.MLNet.Loading;
using MlNetXai.MLNet.Preprocessing;
using MlNetXai.MLNet.Saving;
using MlNetXai.MLNet.Splitting;
using MlNetXai.MLNet.Training;
using MlNetXai.Networks;
using MlNetXai.Reporting.Figures;
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

string[] known = ["--data", "--epochs", "--rows", "--seed", "--lstm", "--fcn", "--out"];
if (args.Where((text, i) => text != "--smoke" && !known.Contains(text) && (i == 0 || !known.Contains(args[i - 1]))).FirstOrDefault() is { } stranger)
    throw new ArgumentException($"'{stranger}' is not an option. Use --smoke, or {string.Join(", ", known)} with a value.");
string? data = Value("--data"), output = Value("--out"), lstmPath = Value("--lstm"), fcnPath = Value("--fcn");
bool smoke = args.Contains("--smoke");
int epochs = Number("--epochs", smoke ? 2 : data is null ? 30 : 20), rows = Number("--rows", smoke ? 12 : 200);
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

// No patient in two parts, every class in each; both networks are trained on the same patients.
PatientSplitOptions parts = data is not null ? new()
    : smoke ? new() { TrainPatients = 6, ValidationPatients = 3, TestPatients = 3 }
    : new() { TrainPatients = 25, ValidationPatients = 4, TestPatients = 7 };
PatientPartition split = mlContext.Data.SplitByPatient(beats, new() { Seed = seed, Rule = parts });
Console.WriteLine(split.Report);

LstmTrainerOptions lstmTraining = new() { ValidationSet = split.Validation, MaxEpochs = epochs, Seed = seed, SamplingRateHz = 360, Environment = mlContext };
FullyConvolutionalTrainerOptions fcnTraining = new() { ValidationSet = split.Validation, MaxEpochs = epochs, Seed = seed, SamplingRateHz = 360, Environment = mlContext };
if (data is null)
{
    lstmTraining = lstmTraining with { Network = new() { Hidden = smoke ? 16 : 48 }, BatchSize = 20, LearningRate = smoke ? 0.01 : 0.002, WeightDecay = 1e-4 };
    fcnTraining = fcnTraining with { Network = new() { Convolutions = smoke ? [(4, 8), (4, 5)] : [(16, 8), (32, 5), (16, 3)], BatchNorm = BatchNormConvention.PyTorch }, BatchSize = 20, LearningRate = 0.002 };
}

IEstimator<ITransformer> lstm = lstmPath is null ? mlContext.MulticlassClassification.Trainers.Lstm(lstmTraining) : mlContext.Transforms.ApplyNetwork(lstmPath);
IEstimator<ITransformer> fcn = fcnPath is null ? mlContext.MulticlassClassification.Trainers.FullyConvolutional(fcnTraining) : mlContext.Transforms.ApplyNetwork(fcnPath);

// One chain each: the network, its Grad-CAM, and Integrated Gradients to compare with; all of the true class's score.
ExplainCatalog explain = mlContext.Transforms.Explain;
ExplanationTarget label = ExplanationTarget.Label();
ITransformer lstmModel = lstm.Append(explain.GradCamRecurrent("GradCAM-LSTM", target: label)).Append(explain.IntegratedGradients("IG-LSTM", target: label)).Fit(split.Train);
ITransformer fcnModel = fcn.Append(explain.GradCam("GradCAM-FCN", target: label)).Append(explain.IntegratedGradients("IG-FCN", target: label)).Fit(split.Train);
string[] ofLstm = ["GradCAM-LSTM", "IG-LSTM"], ofFcn = ["GradCAM-FCN", "IG-FCN"], attributions = [.. ofLstm, .. ofFcn];
Evaluate("LSTM", lstmModel);
Evaluate("FCN", fcnModel);

// Test beats of all classes and patients, drawn by seed, explained by both; attributions are columns.
IDataView drawn = mlContext.Data.Cache(mlContext.Data.DrawRows(split.Test, rows, seed: seed));
IDataView explained = mlContext.Data.Cache(fcnModel.Transform(lstmModel.Transform(drawn)));

// From one beat to the class: a beat of each, the average heat map of the class, and the eleven segments.
Save("beats", mlContext.Explanation.Examples(explained, attributions).ToFigure());
foreach (string column in new[] { "GradCAM-LSTM", "GradCAM-FCN" })
{
    AttributionAggregate average = mlContext.Explanation.Aggregate(explained, column);
    SegmentMeasure segments = mlContext.Explanation.Segments(explained, column);
    Console.WriteLine(average);
    Console.WriteLine(segments);
    Save($"{column}-average", average.ToFigure());
    Save($"{column}-segments", segments.ToFigure());
    SaveData($"{column}-average", average.Data);
    SaveData($"{column}-segments", segments.Data);

    // Where the beats' own waves are known, cut at them too: then a bar is a wave, not a time.
    if (explained.Schema.GetColumnOrNull("Waves") is not null)
    {
        SegmentMeasure waves = mlContext.Explanation.Segments(explained, column, options: new() { WavesColumnName = "Waves" });
        Save($"{column}-waves", waves.ToFigure());
        SaveData($"{column}-waves", waves.Data);
    }
}

// The study's open question: do methods agree?
AgreementMeasure agreement = mlContext.Explanation.Agreement(explained, attributions);
Console.WriteLine(agreement);
Save("agreement", agreement.ToFigure());
Save("agreement-top", agreement.ToFigure("top-overlap"));
SaveData("agreement", agreement.Data);

// Are they right? The score's fall when what is salient is deleted, and, where the truth is known, whether they find it.
foreach ((string name, ITransformer model, string[] columns) in new[] { ("lstm", lstmModel, ofLstm), ("fcn", fcnModel, ofFcn) })
{
    ScoreReductionMeasure reduction = mlContext.Explanation.ScoreReduction(explained, model, columns, new() { Target = label, Measure = smoke ? new() { Draws = 1 } : new() });
    Console.WriteLine(reduction);
    SaveData($"score-reduction-{name}", reduction.Data);
}

if (explained.Schema.GetColumnOrNull("Evidence") is not null)
{
    LocalisationMeasure localisation = mlContext.Explanation.Localisation(explained, attributions);
    Console.WriteLine(localisation);
    SaveData("localisation", localisation.Data);
}

if (output is not null)
{
    mlContext.Model.SaveExplained(lstmModel, beats.Schema, Path.Combine(output, "lstm.zip"));
    mlContext.Model.SaveExplained(fcnModel, beats.Schema, Path.Combine(output, "fcn.zip"));
    mlContext.Data.SaveAsNumPy(explained, Path.Combine(output, "explained.npz"), ["Record", "BeatSample", "Patient", "Label", "Features", .. attributions]);
    Console.WriteLine($"wrote figures, numbers and the pipelines into {output}");
}

return 0;

void Evaluate(string name, ITransformer model)
{
    MulticlassClassificationMetrics metrics = mlContext.MulticlassClassification.Evaluate(model.Transform(split.Test));
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: accuracy {metrics.MicroAccuracy:P1}, balanced {metrics.MacroAccuracy:P1}, log loss {metrics.LogLoss:F3}"));
    Console.WriteLine(metrics.ConfusionMatrix.GetFormattedConfusionTable());
}

void Save(string name, Figure figure)
{
    if (output is not null)
        figure.SaveSvg(Path.Combine(output, $"{name}.svg"));
}

void SaveData(string name, IDataView table)
{
    if (output is not null)
        mlContext.Data.SaveAsCsv(table, Path.Combine(output, $"{name}.csv"));
}

string? Value(string name) => Array.IndexOf(args, name) is >= 0 and int at ? at + 1 < args.Length ? args[at + 1] : throw new ArgumentException($"{name} needs a value.") : null;

int Number(string name, int standard) => Value(name) is not { } text ? standard
    : int.TryParse(text, CultureInfo.InvariantCulture, out int value) && value > 0 ? value : throw new ArgumentException($"{name} is '{text}'; write a whole number above 0.");

internal sealed class ClassName
{
    public string Label { get; set; } = "";
}
