using System.CommandLine;
using System.Globalization;
using MlNetXai.Cli.Terminals;
using MlNetXai.Cli.Texts;
using MlNetXai.Networks;
using MlNetXai.Networks.Training;
using MlNetXai.Runs;
using MlNetXai.Runs.Training;
using MlNetXai.Signals.Beats;

namespace MlNetXai.Cli.Commands;

/// <summary><c>train TASK</c>: fits a network and leaves a run folder.</summary>
internal static class TrainCommand
{
    public static Command Create(Terminal terminal) =>
        new ExampleCommand(
            "train",
            "Train a network; leaves a run folder.",
            "train ecg-lstm --data mitdb --out runs/split1",
            "train ecg-fcn --data mitdb --out runs/fcn1",
            "train ecg-lstm --out runs/split1 --resume")
        {
            Ecg(
                terminal,
                new(),
                "Train study A's LSTM on single heartbeats, split by patient.",
                "--data mitdb --out runs/split1",
                "--data mitdb --out runs/split2 --split 2 --epochs 12",
                "--data mitdb --out w --optimizer adamw --early-stop 9",
                "--data mitdb --out p --schedule plateau,patience=7",
                "--out runs/split1 --resume"),
            Ecg(
                terminal,
                EcgTrainingOptions.FullyConvolutional,
                "Train the fully convolutional network of studies B and C on single heartbeats, split by patient.",
                "--data mitdb --out runs/fcn1",
                "--data mitdb --out runs/fcn2 --split 2 --epochs 8",
                "--data mitdb --out s --filters 16,32 --kernels 7,5",
                "--out runs/fcn1 --resume"),
        };

    private static ExampleCommand Ecg(Terminal terminal, EcgTrainingOptions defaults, string description, params string[] examples)
    {
        string name = defaults.Task;
        Option<string?> data = new("--data") { Description = "Folder of WFDB records with annotations.", HelpName = "DIR" };
        Option<string> output = new("--out") { Description = "Run folder to make.", HelpName = "RUN", Required = true };
        Option<bool> resume = new("--resume") { Description = "Go on with a run that was interrupted, with its own settings." };
        Option<int?> epochs = new("--epochs") { Description = $"Epochs; the best by validation loss is kept. Default {defaults.Epochs}.", HelpName = "N" };
        Option<ulong?> seed = new("--seed") { Description = "Seed of split, weights, order and dropout. Default 1.", HelpName = "N" };
        Option<int?> split = new("--split") { Description = "Which of the seed's accepted patient splits, from 1. Default 1.", HelpName = "N" };
        Option<string?> patients = new("--patients") { Description = "Patients to train, validate and test on. Default 33,5,9.", HelpName = "A,B,C" };
        Option<string?> classes = new("--classes") { Description = "Annotation symbols that are classes, in order. Default N,R,/,V.", HelpName = "LIST" };
        Option<int?> channel = new("--channel") { Description = "Signal by number, from 0. Default 0.", HelpName = "N" };
        Option<string?> lead = new("--lead") { Description = "Signal by name, e.g. MLII.", HelpName = "NAME" };
        Option<string?> missingLead = new("--missing-lead") { Description = "A record without the lead: skip, first-channel or error. Default skip.", HelpName = "POLICY" };
        Option<string?> annotator = new("--annotator") { Description = "Extension of the annotation files. Default atr.", HelpName = "EXT" };
        Option<double?> tolerance = new("--label-tolerance") { Description = "Largest distance of beat and annotation, ms. Default 150.", HelpName = "MS" };
        Option<double?> samplingRate = new("--sampling-rate") { Description = "Samples per second that all records have. Default 360.", HelpName = "HZ" };
        Option<int?> hidden = new("--hidden") { Description = "Units of each LSTM layer. Default 128.", HelpName = "N" };
        Option<int?> layers = new("--layers") { Description = "Stacked LSTM layers. Default 1.", HelpName = "N" };
        Option<double?> dropout = new("--dropout") { Description = "Share of units dropped. Default 0.1.", HelpName = "X" };
        Option<string?> filters = new("--filters") { Description = "Filters of each convolution. Default 128,256,128.", HelpName = "A,B,…" };
        Option<string?> kernels = new("--kernels") { Description = "Taps of each convolution. Default 8,5,3.", HelpName = "A,B,…" };
        Option<string?> batchNorm = new("--batch-norm") { Description = "Batch norm as in pytorch (ε 1e-5, momentum 0.1) or keras (1e-3, 0.99). Default pytorch.", HelpName = "KIND" };
        Option<int?> batch = new("--batch") { Description = "Rows per step. Default 200.", HelpName = "N" };
        Option<string?> optimiser = new("--optimizer") { Description = "adam, adamw or sgd, with settings: sgd,momentum=0.9. Default adam.", HelpName = "KIND[,NAME=X…]" };
        Option<double?> rate = new("--learning-rate") { Description = "Learning rate of the first epoch. Default 0.001.", HelpName = "X" };
        Option<string?> schedule = new("--schedule")
        {
            Description = "Learning rates: constant, step, cosine or plateau, with settings: plateau,patience=7. Default constant.",
            HelpName = "KIND[,NAME=X…]",
        };
        Option<double?> decay = new("--weight-decay") { Description = string.Create(CultureInfo.InvariantCulture, $"Weight decay on all parameters. Default {defaults.WeightDecay}."), HelpName = "X" };
        Option<double?> clip = new("--clip-norm") { Description = "Largest norm of a batch's gradient. Default any.", HelpName = "X" };
        Option<string?> earlyStop = new("--early-stop")
        {
            Description = $"End after N epochs without a better validation loss: 9, or 9,min-delta=1e-5, or never. Default {(defaults.EarlyStopping is { } standard ? SettingText.Format(standard) : "never")}.",
            HelpName = "N[,min-delta=X]",
        };
        Option<bool?> balance = new("--balance-classes") { Description = "Weight rows by the inverse frequency of their class." };

        Option[] ofNetwork = defaults.Network == EcgNetwork.Lstm ? [hidden, layers, dropout] : [filters, kernels, batchNorm];
        ExampleCommand command = new(name, description, [.. examples.Select(example => $"train {name} {example}")])
        {
            data, output, resume, epochs, seed, split, patients, classes, channel, lead, missingLead, annotator, tolerance, samplingRate,
            batch, optimiser, rate, schedule, decay, clip, earlyStop, balance,
        };
        foreach (Option option in ofNetwork)
            command.Add(option);
        command.SetAction(RunAsync);
        return command;

        async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
        {
            string run = parsed.GetRequiredValue(output);
            bool goesOn = parsed.GetValue(resume);
            if (!goesOn && parsed.GetValue(data) is null)
                throw new UsageException("--data is missing; name the folder of records, or go on with a run by --resume.");

            EcgTrainingOptions start = goesOn ? RunFolder.Open(run).ReadManifest().Train : defaults;
            if (start.Task != name)
                throw new UsageException($"{run} was begun by 'train {start.Task}'; go on with it by 'train {start.Task} --out {run} --resume'.");
            EcgTrainingOptions options = UsageException.Check(() => Options(parsed, start));
            EcgTrainingResult result = await terminal.WithProgressAsync(progress => EcgTraining.Run(run, options, goesOn, progress, cancellation));
            TrainingTexts.Write(terminal, run, result);
            return ExitCodes.Success;
        }

        EcgTrainingOptions Options(ParseResult parsed, EcgTrainingOptions start)
        {
            (int train, int validation, int test) = parsed.GetValue(patients) is { } counts
                ? OptionTexts.ThreeCounts(counts, "--patients")
                : (start.TrainPatients, start.ValidationPatients, start.TestPatients);
            return start with
            {
                Data = parsed.GetValue(data) is { } folder ? Path.GetFullPath(folder) : start.Data,
                Epochs = parsed.GetValue(epochs) ?? start.Epochs,
                Seed = parsed.GetValue(seed) ?? start.Seed,
                Split = parsed.GetValue(split) ?? start.Split,
                TrainPatients = train,
                ValidationPatients = validation,
                TestPatients = test,
                Classes = parsed.GetValue(classes) is { } list ? OptionTexts.Words(list) : start.Classes,
                Channel = parsed.GetValue(channel) ?? start.Channel,
                Lead = parsed.GetValue(lead) ?? start.Lead,
                MissingLead = parsed.GetValue(missingLead) is { } policy
                    ? OptionTexts.OneOf(
                        policy, "--missing-lead", ("skip", MissingLeadPolicy.Skip), ("first-channel", MissingLeadPolicy.FirstChannel), ("error", MissingLeadPolicy.Error))
                    : start.MissingLead,
                Annotator = parsed.GetValue(annotator) ?? start.Annotator,
                LabelToleranceMs = parsed.GetValue(tolerance) ?? start.LabelToleranceMs,
                SamplingRateHz = parsed.GetValue(samplingRate) ?? start.SamplingRateHz,
                Hidden = parsed.GetValue(hidden) ?? start.Hidden,
                Layers = parsed.GetValue(layers) ?? start.Layers,
                Dropout = parsed.GetValue(dropout) ?? start.Dropout,
                Filters = parsed.GetValue(filters) is { } widths ? OptionTexts.Counts(widths, "--filters") : start.Filters,
                Kernels = parsed.GetValue(kernels) is { } taps ? OptionTexts.Counts(taps, "--kernels") : start.Kernels,
                BatchNorm = parsed.GetValue(batchNorm) is { } norm
                    ? OptionTexts.OneOf(norm, "--batch-norm", ("pytorch", BatchNormConvention.PyTorch), ("keras", BatchNormConvention.Keras))
                    : start.BatchNorm,
                BatchRows = parsed.GetValue(batch) ?? start.BatchRows,
                Optimiser = parsed.GetValue(optimiser) is { } kind ? SettingText.Parse<OptimiserOptions>(kind, "--optimizer") : start.Optimiser,
                LearningRate = parsed.GetValue(rate) ?? start.LearningRate,
                Schedule = parsed.GetValue(schedule) is { } rates ? SettingText.Parse<LearningRateSchedule>(rates, "--schedule") : start.Schedule,
                WeightDecay = parsed.GetValue(decay) ?? start.WeightDecay,
                ClipNorm = parsed.GetValue(clip) ?? start.ClipNorm,
                EarlyStopping = parsed.GetValue(earlyStop) switch
                {
                    null => start.EarlyStopping,
                    "never" => null,
                    { } stop => SettingText.Parse<EarlyStopping>(stop, "--early-stop"),
                },
                BalanceClasses = parsed.GetValue(balance) ?? start.BalanceClasses,
            };
        }
    }
}
