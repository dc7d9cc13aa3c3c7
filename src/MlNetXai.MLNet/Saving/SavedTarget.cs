using System.Text.Json;
using System.Text.Json.Serialization;
using MlNetXai.MLNet.Explaining;

namespace MlNetXai.MLNet.Saving;

/// <summary>A target as JSON: in saved pipelines, and in the annotations of attribution columns.</summary>
/// <param name="Kind">"predicted", "label", "class" or "classes".</param>
/// <param name="Names">Label column, class or classes; null: all classes.</param>
/// <param name="Step">Last step read, from 0; null: all are.</param>
internal sealed record SavedTarget(
    string Kind,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string[]? Names,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Step)
{
    /// <summary>The target.</summary>
    /// <exception cref="ArgumentException">The parts are no target.</exception>
    public ExplanationTarget ToTarget() => ExplanationTarget.Of(Kind, Names, Step);

    /// <summary>A target as text.</summary>
    public static string ToText(ExplanationTarget target) => JsonSerializer.Serialize(new SavedTarget(target.Kind, target.Names, target.Step));

    /// <summary>The target of a text; null where it is none.</summary>
    public static ExplanationTarget? Parse(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<SavedTarget>(text)?.ToTarget();
        }
        catch (Exception error) when (error is JsonException or ArgumentException)
        {
            return null;
        }
    }
}
