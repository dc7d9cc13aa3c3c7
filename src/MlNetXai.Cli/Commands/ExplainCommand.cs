using System.CommandLine;
using System.Globalization;
using MlNetXai.Cli.Terminals;
using MlNetXai.Cli.Texts;
using MlNetXai.Runs;
using MlNetXai.Runs.Explaining;

namespace MlNetXai.Cli.Commands;

/// <summary><c>explain RUN</c>: attributions of beats, as npz files.</summary>
internal static class ExplainCommand
{
    public static Command Create(Terminal terminal)
    {
        EcgExplanationOptions defaults = new();
        Argument<string> run = Arguments.Path("RUN", "Run folder of a trained network.");
        Option<string?> method = new("--method")
        {
            Description = $"Methods, by name; 'mlnetxai methods' lists them. Default for an LSTM {string.Join(", ", defaults.Methods)}; "
                + $"for a convolutional network {string.Join(", ", EcgExplanationOptions.FullyConvolutional.Methods)}.",
            HelpName = "A,B",
        };
        Option<string[]> set = new("--set")
        {
            Description = "Option of a method, e.g. integrated-gradients.steps=100; repeatable. 'mlnetxai methods NAME' lists them.",
            HelpName = "METHOD.OPTION=VALUE",
        };
        Option<string?> rows = new("--rows") { Description = "Beats: a number (equally many per class, from all patients), all, or RECORD:SAMPLE,… Default 64.", HelpName = "ROWS" };
        Option<string?> part = new("--part") { Description = "Part they are taken from: test, validation or train. Default test.", HelpName = "PART" };
        Option<string?> target = new("--target") { Description = "Class explained: label, predicted, a class by name, or all: every class. Default label.", HelpName = "CLASS" };
        Option<int?> prefix = new("--prefix") { Description = "Explain what the network says after N samples of a beat; for an LSTM, with --out.", HelpName = "N" };
        Option<string?> guide = new("--guide")
        {
            Description = "native-guide: method that says which samples of the guide matter. Default grad-cam, for an LSTM integrated-gradients.",
            HelpName = "METHOD",
        };
        Option<string?> output = new("--out") { Description = "Folder for the npz files. Default RUN/attributions.", HelpName = "DIR" };
        Option<string?> data = new("--data") { Description = "Data folder, if it has moved since the training.", HelpName = "DIR" };
        Option<ulong?> seed = new("--seed") { Description = "Seed of the choice of beats and of what methods draw. Default 1.", HelpName = "N" };
        Option<string?> lambda1 = new("--lambda1") { Description = "Learned mask: weight of its size, or auto: chosen on validation beats. Default 0.01.", HelpName = "X|auto" };
        Option<int?> sweepRows = new("--sweep-rows") { Description = "Validation beats for --lambda1 auto. Default 200.", HelpName = "N" };
        Option<double?> lambda2 = new("--lambda2") { Description = "Learned mask: weight of its total variation. Default 0.001.", HelpName = "X" };
        Option<double?> rate = new("--mask-rate") { Description = "Learned mask: learning rate. Default 0.001.", HelpName = "X" };
        Option<int?> iterations = new("--mask-iterations") { Description = "Learned mask: steps. Default 500.", HelpName = "N" };
        Option<int?> jitter = new("--mask-jitter") { Description = "Learned mask: largest shift per step, samples. Default 0.", HelpName = "N" };
        Option<int?> window = new("--window") { Description = "Occlusion: length of the window, samples. Default 25.", HelpName = "N" };
        Option<string?> fill = new("--fill") { Description = "Occlusion: a value in mV, training-mean or row-mean. Default 0.", HelpName = "K" };
        Option<bool> captum = new("--captum") { Description = "Occlusion: windows as in Captum, not as in study A." };

        ExampleCommand command = new(
            "explain",
            "Explain beats of a trained network by one or more methods.",
            "explain runs/split1",
            "explain runs/split1 --rows 1000 --lambda1 auto",
            "explain runs/split1 --method occlusion --rows 208:1230,208:3010",
            "explain runs/fcn1 --set occlusion.baseline=row-mean --target all",
            "explain runs/split1 --method occlusion --prefix 90 --out prefix")
        {
            run, method, set, rows, part, target, prefix, guide, output, data, seed, lambda1, sweepRows, lambda2, rate, iterations, jitter, window, fill, captum,
        };
        command.SetAction(RunAsync);
        return command;

        async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
        {
            EcgExplanationOptions options = UsageException.Check(() => Options(parsed));
            RunFolder folder = RunFolder.OpenTrained(parsed.GetRequiredValue(run));
            if (parsed.GetValue(method) is null)
                options = options with { Methods = EcgExplanationOptions.For(folder.ReadManifest().Train.Network).Methods };
            EcgExplanationResult result = await terminal.WithProgressAsync(progress =>
                EcgExplanation.Run(folder, options, parsed.GetValue(data), parsed.GetValue(output), progress, cancellation));
            ExplanationTexts.Write(terminal, result);
            return ExitCodes.Success;
        }

        EcgExplanationOptions Options(ParseResult parsed)
        {
            (OcclusionFill kind, double value) = Fill(parsed.GetValue(fill));
            return defaults with
            {
                Methods = parsed.GetValue(method) is { } names ? OptionTexts.Words(names) : defaults.Methods,
                Rows = parsed.GetValue(rows) ?? defaults.Rows,
                Part = OptionTexts.OneOf(
                    parsed.GetValue(part) ?? "test", "--part", ("test", DataPart.Test), ("validation", DataPart.Validation), ("train", DataPart.Train)),
                Target = parsed.GetValue(target) ?? defaults.Target,
                Prefix = parsed.GetValue(prefix),
                GuideMethod = parsed.GetValue(guide),
                Settings = parsed.GetValue(set) ?? [],
                Seed = parsed.GetValue(seed) ?? defaults.Seed,
                Lambda1 = Lambda(parsed.GetValue(lambda1)),
                SweepRows = parsed.GetValue(sweepRows) ?? defaults.SweepRows,
                Lambda2 = parsed.GetValue(lambda2) ?? defaults.Lambda2,
                MaskLearningRate = parsed.GetValue(rate) ?? defaults.MaskLearningRate,
                MaskIterations = parsed.GetValue(iterations) ?? defaults.MaskIterations,
                MaskJitter = parsed.GetValue(jitter) ?? defaults.MaskJitter,
                OcclusionWindow = parsed.GetValue(window) ?? defaults.OcclusionWindow,
                OcclusionFill = kind,
                OcclusionValue = value,
                OcclusionCaptum = parsed.GetValue(captum),
            };
        }

        double? Lambda(string? text) => text switch
        {
            null => defaults.Lambda1,
            "auto" => null,
            _ => Number(text, "--lambda1", "a number, or auto"),
        };

        static (OcclusionFill Kind, double Value) Fill(string? text) => text switch
        {
            null => (OcclusionFill.Constant, 0),
            "training-mean" => (OcclusionFill.TrainingMean, 0),
            "row-mean" => (OcclusionFill.RowMean, 0),
            _ => (OcclusionFill.Constant, Number(text, "--fill", "a value in mV, training-mean or row-mean")),
        };

        static double Number(string text, string option, string expected) =>
            double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
                ? value
                : throw new UsageException($"{option} is '{text}'; write {expected}.");
    }
}
