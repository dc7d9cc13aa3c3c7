using System.Globalization;
using MlNetXai.Explanations.Methods;
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
            choices.Add(new("What of batch norm, and of kernels of even length?", "ε 1e-3, momentum 0.99; 'same' puts the smaller half of the padding left (Keras' conventions)"));
        return choices;
    }

    /// <summary>Those of the explanations: all that hold whatever the method, and those of the methods asked for.</summary>
    public static IReadOnlyList<Choice> Explanation(EcgExplanationOptions options)
    {
        List<Choice> choices =
        [
            new("Which score is explained?", "the logit, raw: neither a probability nor relative to the other classes"),
            new("Of which class?", Target(options.Target), "--target"),
        ];
        if (options.Methods.Contains(Saliency.Description.Name))
            choices.Add(new("What sign has the input derivative?", "its magnitude is the salience, scaled to 0–1 per beat; the signed derivative is kept"));
        if (options.Methods.Contains(Occlusion.Description.Name))
        {
            choices.Add(new("Which windows are occluded?", Windows(options), "--window, --captum"));
            choices.Add(new("What is k, which replaces what is occluded?", Fill(options), "--fill"));
        }

        if (options.Methods.Contains(LearnedMask.Description.Name))
        {
            choices.Add(new("What is k, which the mask lets through?", "0 mV"));
            choices.Add(new("How is λ1 chosen?", Lambda1(options), "--lambda1, --sweep-rows"));
        }

        choices.Add(new("Is an element at the threshold deleted?", "no: only what is above α, strictly"));
        choices.Add(new(
            "Which samples are P, Q, R, S, T?",
            "synthetic recordings: the true bounds; real ones: fixed windows round R per class, disjoint, the earlier wave keeps its samples"));
        return choices;
    }

    private static string Target(string target) => target switch
    {
        "label" => "the class by label",
        "predicted" => "the network's own class",
        _ => $"{target}, for every beat",
    };

    private static string Windows(EcgExplanationOptions options) => options.OcclusionCaptum
        ? string.Create(CultureInfo.InvariantCulture, $"{options.OcclusionWindow} samples wide, inside the row, step 1; a sample's value is the mean drop of the score (Captum)")
        : string.Create(
            CultureInfo.InvariantCulture,
            $"w = {options.OcclusionWindow} samples wide, first start at sample 2 − w, counted from 1, cut at both ends: each sample is occluded w times; its value is the mean drop of the score (scaled to 0–1 the same as the paper's sum)");

    private static string Fill(EcgExplanationOptions options) => options.OcclusionFill switch
    {
        OcclusionFill.TrainingMean => "the mean of the training part per channel",
        OcclusionFill.RowMean => "the mean of the beat itself",
        _ => string.Create(CultureInfo.InvariantCulture, $"{options.OcclusionValue} mV everywhere"),
    };

    private static string Lambda1(EcgExplanationOptions options) => options.Lambda1 is { } given
        ? string.Create(CultureInfo.InvariantCulture, $"{given}, as given or from an earlier choice on validation beats")
        : string.Create(
            CultureInfo.InvariantCulture,
            $"of {string.Join(", ", options.SweepLambda1)} the one whose score reduction averaged over all α is largest on {options.SweepRows} validation beats");
}
