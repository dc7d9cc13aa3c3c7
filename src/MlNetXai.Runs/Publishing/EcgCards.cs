using System.Globalization;
using System.Text.Json;
using MlNetXai.Networks;
using MlNetXai.Reporting.Reports;
using MlNetXai.Runs.Data;
using MlNetXai.Runs.Evaluating;
using MlNetXai.Runs.Explaining;
using MlNetXai.Runs.Manifests;
using MlNetXai.Runs.Training;
using ReportPart = MlNetXai.Reporting.Reports.DataPart;

namespace MlNetXai.Runs.Publishing;

/// <summary>Data card and model card of a run.</summary>
internal static class EcgCards
{
    public static DataCard Data(Manifest manifest, SplitFile split)
    {
        DataSummary data = split.Data;
        EcgTrainingOptions train = manifest.Train;
        return new()
        {
            Name = data.Source.Name,
            Source = data.Source.Source,
            Licence = data.Source.Licence,
            Citation = data.Source.Citation,
            IsSynthetic = data.Source.IsSynthetic,
            Records = data.Records,
            Patients = data.Patients,
            SamplingRateHz = data.SamplingRateHz,
            Lead = $"{(train.Lead is { } lead ? $"lead {lead}" : $"signal {train.Channel}")}: {string.Join(", ", data.Leads.Select(pair => $"{pair.Key} in {pair.Value}"))} records",
            Classes = data.Classes,
            Parts = [Part("training", split.Train), Part("validation", split.Validation), Part("test", split.Test)],
            Missed = [.. data.Classes.Select((name, c) => new LabelCount(name, data.Missed[c])), .. data.OtherMissed.Select(pair => new LabelCount(pair.Key, pair.Value))],
            OtherLabels = [.. data.OtherLabels.Select(pair => new LabelCount(pair.Key, pair.Value))],
            Unlabelled = data.Unlabelled,
            Rules =
            [
                new("Filter", "FIR band-pass 3–45 Hz, zero phase, as BioSPPy 0.5.1"),
                new("Detector", "Hamilton, R peaks moved to the largest sample within 50 ms, as BioSPPy 0.5.1"),
                new("Detections", $"{Texts.Count(data.Detected)}, {Texts.Count(data.Whole)} of them with a whole window"),
                new("Beat", string.Create(CultureInfo.InvariantCulture, $"{data.Steps} samples: {1000 * data.Before / data.SamplingRateHz:0} ms before R to {1000 * (data.Steps - data.Before) / data.SamplingRateHz:0} ms after, in mV, not normalised")),
                new("Label", string.Create(CultureInfo.InvariantCulture, $"annotation within {train.LabelToleranceMs} ms, one to one (the rule of bxb)")),
                new("Split", $"by patient, at random until every class has at least {string.Join(" / ", split.MinimumBeats)} beats in training / validation / test; seed {split.Seed}, accepted split {split.Split}, draw {Texts.Count(split.Draws)}"),
            ],
            Warnings = data.Warnings,
        };
    }

    public static ModelCard Model(Network network, Manifest manifest, SplitFile split, TrainingHistory history, EcgMetrics? metrics, IReadOnlyList<ReportBlock> results) => new()
    {
        Name = $"{network.Name}, single heartbeats, classes {string.Join(", ", network.Classes)}",
        Details =
        [
            new("Architecture", string.Join(" → ", network.Layers.Select(layer => $"{layer.Name} ({layer.Layer.Kind}: {layer.Output.Steps} × {layer.Output.Channels})"))),
            new("Parameters", Texts.Count(network.WeightLength)),
            new("Input", string.Create(CultureInfo.InvariantCulture, $"{network.InputShape} at {manifest.Train.SamplingRateHz} Hz, band-passed 3–45 Hz, mV")),
            new("Output", $"logits of {string.Join(", ", network.Classes)}, {(manifest.Train.Network == EcgNetwork.Lstm ? "read after the last sample" : "from the mean over all samples")}"),
            new("Counterfactuals", Candidates(split)),
        ],
        IntendedUse = "Research on explanation methods: reproducing and measuring explanations of a network that classifies single heartbeats.",
        OutOfScope = "Diagnosis, monitoring or any other decision about a patient. It has seen one lead of few patients and was not validated elsewhere.",
        // Where the data lay is no property of the model; what they are says the data card.
        Training = [.. Settings(manifest.Train, name => name != nameof(EcgTrainingOptions.Data) && manifest.Train.Concerns(name)), new("Kept epoch", $"{history.BestEpoch} of {history.Epochs.Count}, by validation loss"), new("Command", Command(manifest))],
        Results = results,
        Limits = Limits(split, metrics),
        Citation =
        [
            manifest.Train.Network == EcgNetwork.Lstm
                ? new("Method", "van der Westhuizen J, Lasenby J. Techniques for visualizing LSTMs applied to electrocardiograms. ICML Workshop on Human Interpretability, 2018")
                : new("Method", "Wang Z, Yan W, Oates T. Time series classification from scratch with deep neural networks: a strong baseline. IJCNN, 2017"),
            new("Data", split.Data.Source.Citation.Length > 0 ? split.Data.Source.Citation : split.Data.Source.Name),
            new("Licence of the data", split.Data.Source.Licence),
        ],
    };

    // Counterfactuals show samples of these beats: a reader must know whose they are.
    private static string Candidates(SplitFile split) =>
        $"native guides are chosen from at most {Texts.Count(EcgExplanation.MostCandidates)} of the {Texts.Count(split.Train.Beats.Sum())} training beats, equally many of every class and within a class from "
        + "all patients in turn, drawn by the explanation's seed; of these, beats of other patients that the network rightly puts in another class";

    /// <summary>The command that repeats the training; the folders are the reader's own.</summary>
    public static string Command(Manifest manifest)
    {
        EcgTrainingOptions train = manifest.Train, defaults = train.Network == EcgNetwork.Lstm ? new() : EcgTrainingOptions.FullyConvolutional;
        string[] parts =
        [
            $"mlnetxai train {train.Task} --data DIR --out RUN",
            Option("--epochs", train.Epochs, defaults.Epochs),
            Option("--seed", train.Seed, defaults.Seed),
            Option("--split", train.Split, defaults.Split),
            Option("--patients", $"{train.TrainPatients},{train.ValidationPatients},{train.TestPatients}", $"{defaults.TrainPatients},{defaults.ValidationPatients},{defaults.TestPatients}"),
            Option("--classes", string.Join(',', train.Classes), string.Join(',', defaults.Classes)),
            Option("--channel", train.Channel, defaults.Channel),
            Option("--lead", train.Lead ?? "", ""),
            Option("--annotator", train.Annotator, defaults.Annotator),
            Option("--label-tolerance", train.LabelToleranceMs, defaults.LabelToleranceMs),
            Option("--sampling-rate", train.SamplingRateHz, defaults.SamplingRateHz),
            Option("--hidden", train.Hidden, defaults.Hidden),
            Option("--layers", train.Layers, defaults.Layers),
            Option("--dropout", train.Dropout, defaults.Dropout),
            Option("--filters", string.Join(',', train.Filters), string.Join(',', defaults.Filters)),
            Option("--kernels", string.Join(',', train.Kernels), string.Join(',', defaults.Kernels)),
            Option("--batch-norm", train.BatchNorm == BatchNormConvention.Keras ? "keras" : "pytorch", "pytorch"),
            Option("--batch", train.BatchRows, defaults.BatchRows),
            Option("--optimizer", SettingText.Format(train.Optimiser), SettingText.Format(defaults.Optimiser)),
            Option("--learning-rate", train.LearningRate, defaults.LearningRate),
            Option("--schedule", SettingText.Format(train.Schedule), SettingText.Format(defaults.Schedule)),
            Option("--weight-decay", train.WeightDecay, defaults.WeightDecay),
            train.ClipNorm is { } norm ? Option("--clip-norm", norm, 0) : "",
            train.EarlyStopping is { } stop ? Option("--early-stop", SettingText.Format(stop), defaults.EarlyStopping is { } standard ? SettingText.Format(standard) : "") : "",
            train.BalanceClasses ? " --balance-classes" : "",
        ];
        return string.Concat(parts);

        static string Option<T>(string name, T value, T standard)
            where T : notnull =>
            value.Equals(standard) ? "" : string.Create(CultureInfo.InvariantCulture, $" {name} {value}");
    }

    /// <summary>Any settings record as names and values.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="isShown">Whether a property of that name is to be shown, or null for all.</param>
    public static IEnumerable<Fact> Settings<T>(T options, Func<string, bool>? isShown = null)
    {
        using JsonDocument json = JsonDocument.Parse(RunJson.Write(options));
        foreach (JsonProperty property in json.RootElement.EnumerateObject())
        {
            if (isShown is null || isShown(char.ToUpperInvariant(property.Name[0]) + property.Name[1..]))
                yield return new(Words(property.Name), Value(property.Value));
        }
    }

    private static string Value(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => string.Join(", ", value.EnumerateArray()),
        JsonValueKind.True => "yes",
        JsonValueKind.False => "no",
        JsonValueKind.Object => string.Join(", ", value.EnumerateObject().Select(own => own.Name == "kind" ? Value(own.Value) : $"{Words(own.Name).ToLowerInvariant()} {Value(own.Value)}")),
        _ => value.ToString(),
    };

    private static List<string> Limits(SplitFile split, EcgMetrics? metrics)
    {
        List<string> limits = [];
        if (split.Data.Source.IsSynthetic)
            limits.Add("Trained on synthetic recordings; nothing is known of how it does on real ones.");
        for (int c = 0; c < split.Data.Classes.Count; c++)
        {
            if (split.Test.PatientsWith[c] < 3)
                limits.Add($"Class {split.Data.Classes[c]} comes from {Texts.Number(split.Test.PatientsWith[c], "test patient")} only; its figures say little about others.");
        }

        if (metrics is not null)
            limits.Add($"Always guessing {metrics.Test.MajorityClass} would be right for {Texts.Percent(metrics.Test.MajorityShare)} of the test beats: read accuracy beside that, and balanced accuracy first.");
        return limits;
    }

    private static ReportPart Part(string name, SplitPart part) =>
        new(name, part.Patients.Count, [.. part.Beats.Select((beats, c) => new ClassCount(beats, part.PatientsWith[c]))]);

    // labelToleranceMs → Label tolerance (ms), max-steps → Max steps
    public static string Words(string name)
    {
        name = name.Replace('-', ' ');
        foreach (string unit in (string[])["Hz", "Ms"])
        {
            if (name.EndsWith(unit, StringComparison.Ordinal))
                return $"{Words(name[..^2])} ({(unit == "Ms" ? "ms" : unit)})";
        }

        string spaced = string.Concat(name.Select((letter, i) => char.IsUpper(letter) && i > 0 ? $" {char.ToLowerInvariant(letter)}" : $"{letter}"));
        return (char.ToUpperInvariant(spaced[0]) + spaced[1..]).Replace(" hz", " (Hz)", StringComparison.Ordinal).Replace(" ms", " (ms)", StringComparison.Ordinal);
    }
}
