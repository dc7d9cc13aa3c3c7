using System.Globalization;
using MlNetXai.Explanations;
using MlNetXai.Explanations.Methods;
using MlNetXai.Networks;
using MlNetXai.Networks.Training;
using MlNetXai.Runs.Explaining;
using MlNetXai.Runs.Manifests;

namespace MlNetXai.Runs.Training;

/// <summary>Questions of study A that its paper leaves open, with the answers of a run.</summary>
public static class EcgChoices
{
    /// <summary>Those of data and training.</summary>
    public static IReadOnlyList<Choice> Training(EcgTrainingOptions options)
    {
        bool recurrent = options.Network == EcgNetwork.Lstm;
        List<Choice> choices =
        [
            new("Which lead is 'channel 1'?", options.Lead is { } lead ? $"{lead}; a record without it: {options.MissingLead}" : $"signal {options.Channel}, counted from 0", "--channel, --lead, --missing-lead"),
            new("How far may annotation and detection lie apart?", string.Create(CultureInfo.InvariantCulture, $"{options.LabelToleranceMs} ms, one to one (the rule of bxb)"), "--label-tolerance"),
            new("Which records are one patient?", "in the MIT-BIH Arrhythmia Database 201 and 202; otherwise one record is one patient"),
            new("In which order are patients drawn?", $"Philox 4×32-10, Fisher–Yates on names in ordinal order; accepted draw {options.Split} of seed {options.Seed}", "--seed, --split"),
            new("Are beats normalised?", "no: filtered mV, so that replacement values are in mV"),
            new("What does weight decay act on?", $"all parameters, biases too: {(options.Optimiser is AdamWOptions ? "weight × (1 − learning rate × weight decay), apart from the gradient" : "gradient + weight decay × weight")}", "--weight-decay, --optimizer"),
            new("How do weights start?", recurrent ? "uniform in ±1/√hidden, two bias vectors, no extra forget bias (PyTorch's convention)" : "Glorot uniform, biases 0 (Keras' convention)"),
            new("What becomes of the last, short batch?", "kept; the loss is the mean over the batch"),
            new("In which order are rows read?", "shuffled each epoch"),
            new("Do classes weigh alike?", options.BalanceClasses ? "weighted by inverse frequency" : "every beat weighs the same", "--balance-classes"),
            new("Which is the order of the classes?", string.Join(", ", options.Classes), "--classes"),
        ];
        if (recurrent)
            choices.Add(new("Where does dropout act?", "on the head's input and between stacked LSTM layers", "--dropout"));
        else
            choices.Add(new("How does batch norm count?", options.BatchNorm == BatchNormConvention.Keras ? "ε 1e-3, momentum 0.99 (Keras)" : "ε 1e-5, momentum 0.1 (PyTorch)", "--batch-norm"));
        return choices;
    }

    /// <summary>Those of the explanations: all that hold whatever the method, and those of the methods asked for.</summary>
    public static IReadOnlyList<Choice> Explanation(EcgExplanationOptions options)
    {
        List<Choice> choices =
        [
            new("Which score is explained?", "the logit, raw: neither a probability nor relative to the other classes, unless a method is set otherwise"),
            new("Of which class?", Target(options.Target), "--target"),
        ];
        if (options.Prefix is { } step)
            choices.Add(new("How much of a beat is the network given?", string.Create(CultureInfo.InvariantCulture, $"its first {step} samples"), "--prefix"));
        foreach (string method in options.Methods)
            choices.AddRange(OfMethod(MethodCatalog.Find(method), options));
        choices.Add(new("Is an element at the threshold deleted?", "no: only what is above α, strictly"));
        choices.Add(new(
            "Which samples are P, Q, R, S, T?",
            "synthetic recordings: the true bounds; real ones: fixed windows round R per class, disjoint, the earlier wave keeps its samples"));
        return choices;
    }

    private static string Target(string target) => target switch
    {
        "label" => "the class by label",
        "all" => "every class; measures and figures take the class by label",
        "predicted" => "the network's own class",
        _ => $"{target}, for every beat",
    };

    private static IEnumerable<Choice> OfMethod(MethodDescription method, EcgExplanationOptions options)
    {
        IReadOnlyDictionary<string, string> values = MethodSettings.Values(method, options);
        if (method.Type == typeof(Saliency))
        {
            yield return new("What sign has the input derivative?", "its magnitude is the salience, scaled to 0–1 per beat; the signed derivative is kept");
        }
        else if (method.Type == typeof(Occlusion))
        {
            yield return new("Which windows are occluded?", Windows(values["windows"]), "--window, --captum");
            yield return new("What is k, which replaces what is occluded?", Baseline(values["baseline"]), "--fill");
        }
        else if (method.Type == typeof(LearnedMask))
        {
            yield return new("What is k, which the mask lets through?", Baseline(values["baseline"]), "--set learned-mask.baseline");
            yield return new("How is λ1 chosen?", Lambda1(values["lambda1"], options), "--lambda1, --sweep-rows");
        }
        else if (method.Type == typeof(IntegratedGradients))
        {
            yield return new("From which baseline do Integrated Gradients start?", Baseline(values["baseline"]), "--set integrated-gradients.baseline");
            yield return new("By which rule, and at how many points?", Points(values), "--set integrated-gradients.rule, .steps, .tolerance");
        }
        else if (method.Type == typeof(GradCam))
        {
            yield return new("Which layer's feature map, and which part of it?", Map(values, "the last activation behind a convolution"), "--set grad-cam.layer, .positive-only, .upsampling");
        }
        else if (method.Type == typeof(GradCamRecurrent))
        {
            yield return new("Which hidden states, and which derivative?", Map(values, "the last recurrent layer"), "--set grad-cam-rnn.layer, .derivative, .variant");
        }
        else if (method.Type == typeof(NativeGuide))
        {
            yield return new("Which samples of a guide matter?", $"those of largest magnitude by {options.GuideMethod ?? "the method that suits the network"}", "--guide");
        }

        if (method.Type != typeof(Saliency) && values.Count > 0)
            yield return new($"How is {method.Name} set?", string.Join(", ", values.Select(pair => $"{pair.Key} {pair.Value}")), $"--set {method.Name}.OPTION");
    }

    private static string Points(IReadOnlyDictionary<string, string> values) =>
        $"{(values["rule"] == "auto" ? "Gauss–Legendre for a smooth network, else the middle rule" : values["rule"])}, {values["steps"]} points"
        + (values["tolerance"] == "none" ? "" : $", doubled up to {values["max-steps"]} until the completeness error is below {values["tolerance"]} of the score's difference");

    private static string Map(IReadOnlyDictionary<string, string> values, string layer) =>
        $"{(values["layer"] == "none" ? layer : $"layer {values["layer"]}")}; {(values["positive-only"] == "true" ? "what speaks against the class is set to 0" : "with its sign")}"
        + $"; {string.Join(", ", values.Where(pair => pair.Key is "upsampling" or "derivative" or "variant").Select(pair => $"{pair.Key} {pair.Value}"))}";

    private static string Windows(string text)
    {
        string[] parts = text.Split(':');
        return parts[0] == "captum"
            ? $"{parts[1]} samples wide, inside the row, step {(parts.Length > 2 ? parts[2] : "1")}; a sample's value is the mean drop of the score (Captum)"
            : $"w = {parts[1]} samples wide, first start at sample 2 − w, counted from 1, cut at both ends: each sample is occluded w times; its value is the mean drop of the score (scaled to 0–1 the same as the paper's sum)";
    }

    private static string Baseline(string text) => text.Split(':') switch
    {
        ["zero"] => "0 mV everywhere",
        ["training-mean"] => "the mean of the training part per channel",
        ["training-mean-row"] => "the mean beat of the training part",
        ["class-mean"] => "the mean beat of the class explained, training part",
        ["row-mean"] => "the mean of the beat itself",
        ["moving-average", ..] => "the moving average of the beat itself",
        _ => $"{text} mV everywhere",
    };

    private static string Lambda1(string value, EcgExplanationOptions options) => options.Lambda1 is not null
        ? $"{value}, as given or from an earlier choice on validation beats"
        : string.Create(
            CultureInfo.InvariantCulture,
            $"of {string.Join(", ", options.SweepLambda1)} the one whose score reduction averaged over all α is largest on {options.SweepRows} validation beats");
}
