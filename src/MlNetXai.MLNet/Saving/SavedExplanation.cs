using System.ComponentModel;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using MlNetXai.MLNet.Blocks;
using MlNetXai.MLNet.Columns;
using MlNetXai.MLNet.Explaining;
using MlNetXai.MLNet.Training;
using MlNetXai.Networks;

namespace MlNetXai.MLNet.Saving;

/// <summary>An explainer in a saved pipeline.</summary>
internal static class SavedExplanation
{
    public const string Kind = "explanation";

    /// <summary>The stock steps that do the same.</summary>
    /// <exception cref="NotSupportedException">The model is no network.</exception>
    public static ITransformer Save(ExplanationTransformer explainer)
    {
        if (explainer.Network is not { } model)
        {
            throw new NotSupportedException(
                $"The explainer of column '{explainer.OutputColumnName}' explains a model that is no network of this library and cannot be written into a pipeline's file. "
                + "Save the model alone, and add the explainer after loading it.");
        }

        PipelineState state = new(
            new()
            {
                Kind = Kind,
                Explanation = new()
                {
                    Method = explainer.Method,
                    Options = explainer.ColumnMethod.OptionsText,
                    Output = explainer.OutputColumnName,
                    Features = explainer.FeatureColumnName,
                    TargetKind = explainer.Target.Kind,
                    TargetName = explainer.Target.IsPerClass ? null : explainer.Target.Names?.FirstOrDefault(),
                    TargetClasses = explainer.Target.IsPerClass ? explainer.Target.Names : null,
                    TargetStep = explainer.Target.Step,
                    LabelIsKey = explainer.Columns.LabelIsKey,
                    Score = explainer.Columns.Score,
                },
            },
            model);

        MLContext context = new();
        TransformsCatalog t = context.Transforms;
        IEstimator<ITransformer> read = t.CopyColumns(SavedStep.Features, explainer.FeatureColumnName), write = t.CopyColumns(explainer.OutputColumnName, SavedStep.Values);
        if (explainer.Target.IsPerClass)
        {
            // Every column is a labelled explanation of one class, its name put beside each row by the constant that also finds the state.
            return SavedStep.Fit(
                context,
                state.ToText(),
                SavedStep.Empty(context, explainer.FeatureColumnName, model.Network.InputShape),
                [SavedStep.Features, SavedStep.Label, SavedStep.Values],
                [
                    read,
                    .. explainer.Made.SelectMany(made => (IEnumerable<IEstimator<ITransformer>>)
                    [
                        t.Conversion.MapValue(SavedStep.Label, new Dictionary<string, string>(StringComparer.Ordinal) { [TagFactory.Value] = made.Target.Names![0] }, SavedStep.TagColumn),
                        t.CustomMapping(new LabelledExplanationFactory().GetMapping(), LabelledExplanationFactory.Name),
                        t.CopyColumns(made.Column, SavedStep.Values),
                    ]),
                ]);
        }

        if (explainer.Target.LabelColumn is not { } label)
        {
            return SavedStep.Fit(
                context,
                state.ToText(),
                SavedStep.Empty(context, explainer.FeatureColumnName, model.Network.InputShape),
                [SavedStep.Features, SavedStep.Values],
                [read, t.CustomMapping(new ExplanationFactory().GetMapping(), ExplanationFactory.Name), write]);
        }

        IEstimator<ITransformer> readLabel = explainer.Columns.LabelIsKey ? t.Conversion.MapKeyToValue(SavedStep.Label, label) : t.CopyColumns(SavedStep.Label, label);
        return SavedStep.Fit(
            context,
            state.ToText(),
            SavedStep.Empty(context, explainer.FeatureColumnName, model.Network, label, explainer.Columns.LabelIsKey),
            [SavedStep.Features, SavedStep.Label, SavedStep.Values],
            [read, readLabel, t.CustomMapping(new LabelledExplanationFactory().GetMapping(), LabelledExplanationFactory.Name), write]);
    }

    /// <summary>The transformer of a state.</summary>
    public static ExplanationTransformer Load(PipelineState state)
    {
        ExplanationState saved = state.Header.Explanation ?? throw new PipelineFileException("The state of an explainer names no columns. Save the pipeline again.");
        return new(state.Model, ColumnMethod.Parse(saved.Method, saved.Options), new(saved.Output, saved.Features, Target(saved), saved.LabelIsKey, saved.Score));
    }

    private static ExplanationTarget Target(ExplanationState saved) => saved.TargetKind == ExplanationTarget.ClassesKind
        ? ExplanationTarget.Of(saved.TargetKind, saved.TargetClasses, saved.TargetStep)
        : ExplanationTarget.Of(saved.TargetKind, saved.TargetName is { } name ? [name] : [], saved.TargetStep);
}

/// <summary>A row to explain; public for ML.NET's sake.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ExplanationInput
{
    /// <summary>The row.</summary>
    [ColumnName(SavedStep.Features)]
    public VBuffer<float> Features { get; set; }

    /// <summary>The explainer's state.</summary>
    [ColumnName(SavedStep.State)]
    public ReadOnlyMemory<char> State { get; set; }
}

/// <summary>A row to explain with its class; public for ML.NET's sake.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class LabelledExplanationInput
{
    /// <summary>The row.</summary>
    [ColumnName(SavedStep.Features)]
    public VBuffer<float> Features { get; set; }

    /// <summary>Name of the class to explain.</summary>
    [ColumnName(SavedStep.Label)]
    public ReadOnlyMemory<char> Label { get; set; }

    /// <summary>The explainer's state.</summary>
    [ColumnName(SavedStep.State)]
    public ReadOnlyMemory<char> State { get; set; }
}

/// <summary>An explanation; public for ML.NET's sake.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ExplanationOutput
{
    /// <summary>Attributions.</summary>
    [ColumnName(SavedStep.Values)]
    public VBuffer<float> Values { get; set; }
}

/// <summary>Explains rows in a plainly loaded pipeline; public for ML.NET's sake.</summary>
[CustomMappingFactoryAttribute(Name)]
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ExplanationFactory : CustomMappingFactory<ExplanationInput, ExplanationOutput>
{
    internal const string Name = "MlNetXai.Explanation";

    /// <inheritdoc/>
    public override Action<ExplanationInput, ExplanationOutput> GetMapping()
    {
        StateCache<ExplanationTransformer> explainer = new(SavedExplanation.Load);
        return (input, output) => output.Values = explainer.For(input.State).ExplainRow(input.Features, null, output.Values);
    }
}

/// <summary>Explains a named class of rows in a plainly loaded pipeline; public for ML.NET's sake.</summary>
[CustomMappingFactoryAttribute(Name)]
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class LabelledExplanationFactory : CustomMappingFactory<LabelledExplanationInput, ExplanationOutput>
{
    internal const string Name = "MlNetXai.LabelledExplanation";

    /// <inheritdoc/>
    public override Action<LabelledExplanationInput, ExplanationOutput> GetMapping()
    {
        StateCache<ExplanationTransformer> explainer = new(SavedExplanation.Load);
        return (input, output) => output.Values = explainer.For(input.State).ExplainRow(input.Features, input.Label.ToString(), output.Values);
    }
}
