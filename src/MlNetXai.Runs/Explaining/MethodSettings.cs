using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using MlNetXai.Explanations;
using MlNetXai.Explanations.Methods;

namespace MlNetXai.Runs.Explaining;

/// <summary>One option of a method.</summary>
/// <param name="Name">Name in settings, e.g. "steps".</param>
/// <param name="Default">Value where none is set, as a setting writes it.</param>
/// <param name="Values">What can be written, in words.</param>
public sealed record MethodOption(string Name, string Default, string Values);

/// <summary>A setting of a method: <c>METHOD.OPTION=VALUE</c>.</summary>
internal readonly record struct MethodSetting(string Method, string Option, string Value)
{
    /// <summary>Where it stands, for messages.</summary>
    public string Place => $"--set {this}";

    /// <inheritdoc/>
    public override string ToString() => $"{Method}.{Option}={Value}";

    /// <summary>Reads <c>METHOD.OPTION=VALUE</c>; whether there is such a method or option is not asked.</summary>
    /// <exception cref="ArgumentException">The text is no setting.</exception>
    public static MethodSetting Parse(string text)
    {
        int dot = text.IndexOf('.', StringComparison.Ordinal), equals = text.IndexOf('=', StringComparison.Ordinal);
        return dot > 0 && equals > dot + 1
            ? new(text[..dot].Trim(), text[(dot + 1)..equals].Trim(), text[(equals + 1)..].Trim())
            : throw new ArgumentException($"--set {text}: is not a setting. Write METHOD.OPTION=VALUE, e.g. integrated-gradients.steps=100.");
    }
}

/// <summary>Options of methods as texts, merged into the options records of the catalog by way of JSON.</summary>
/// <remarks>Options are named as their properties in kebab case. Values beside numbers, yes or no and the names of a choice: a baseline is <c>zero</c>, a number, <c>training-mean</c> (per channel),
/// <c>training-mean-row</c> (per sample), <c>class-mean</c>, <c>row-mean</c>, <c>moving-average[:WIDTH]</c> or a beat, <c>RECORD:SAMPLE</c>; a background <c>zero</c> or <c>training[:ROWS]</c>; segments are <c>equal[:COUNT]</c>,
/// <c>length:STEPS</c> or <c>at:NAME:START:END,…</c>; windows <c>study-a:WIDTH</c> or <c>captum:WIDTH[:STRIDE]</c>; <c>none</c> is an option left open. docs/command-line.md.</remarks>
internal static class MethodSettings
{
    private const int AverageWidth = 25;
    private const int BackgroundRowCount = 100;
    private const int MostBackgroundRows = 10_000;

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.KebabCaseLower,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false) },
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    // Stands for the training part while settings are read without a run.
    private static readonly TrainingBeats NoBeats = new(new(1, 1, 1), [default], [0], [""], 1) { Beat = _ => new(1, 1, 1) };

    /// <summary>The texts, if every one sets an option there is to a value it can have.</summary>
    /// <exception cref="ArgumentException">One does not; the message says what can be written.</exception>
    public static IReadOnlyList<string> Check(IReadOnlyList<string> texts)
    {
        MethodSetting[] settings = [.. texts.Select(MethodSetting.Parse)];
        foreach (MethodSetting setting in settings)
        {
            if (MethodCatalog.All.FirstOrDefault(method => method.Name == setting.Method) is not { } method)
                throw new ArgumentException($"{setting.Place}: '{setting.Method}' is not an explanation method. Use one of {string.Join(", ", MethodCatalog.All.Select(one => one.Name))}.");
            if (settings.Count(other => other.Method == setting.Method && other.Option == setting.Option) > 1)
                throw new ArgumentException($"{setting.Place}: {setting.Method}.{setting.Option} is set twice. Set it once.");
            _ = Apply(method, [setting], () => NoBeats, seed: 0);
        }

        return [.. settings.Select(setting => setting.ToString())];
    }

    /// <summary>A method's default options with some settings.</summary>
    /// <param name="method">The method.</param>
    /// <param name="settings">Its settings; a later one replaces an earlier one of the same option.</param>
    /// <param name="training">Gives the training part, or null where it is not at hand.</param>
    /// <param name="seed">Seed of what is drawn from the training part.</param>
    /// <exception cref="ArgumentException">There is no such option, or it cannot have the value.</exception>
    /// <exception cref="RunException">A setting needs the training part, which is not at hand.</exception>
    public static object Apply(MethodDescription method, IEnumerable<MethodSetting> settings, Func<TrainingBeats>? training, ulong seed)
    {
        Type type = method.DefaultOptions.GetType();
        object options = method.DefaultOptions;
        foreach (MethodSetting setting in settings.GroupBy(setting => setting.Option, StringComparer.Ordinal).Select(group => group.Last()))
        {
            PropertyInfo option = Properties(type).FirstOrDefault(property => NameOf(property) == setting.Option) ?? throw new ArgumentException(
                $"{setting.Place}: {method.Name} has no option '{setting.Option}'. {(Properties(type).Any() ? $"It has {string.Join(", ", OptionsOf(method).Select(one => $"{one.Name}={one.Default}"))}." : "It has none.")}"
                + (setting.Option == "score" && method.GivesAttribution ? $" It explains the logit alone; {IntegratedGradients.Description.Name} explains the probability too." : ""));
            try
            {
                JsonObject values = JsonSerializer.SerializeToNode(options, type, Json)!.AsObject();
                values[setting.Option] = Read(option, setting.Value, Training, seed);
                options = values.Deserialize(type, Json)!;
            }
            catch (ArgumentException error)
            {
                throw new ArgumentException($"{setting.Place}: {FirstSentences(error)}", error);
            }

            TrainingBeats Training() => training?.Invoke() ?? throw new RunException(
                $"{method.Name}.{setting.Option}={setting.Value} needs the training beats, which are not at hand here. Explain the run with another value of {method.Name}.{setting.Option}, or leave {method.Name} out.");
        }

        return options;
    }

    /// <summary>Options of a method, with the defaults of a run.</summary>
    public static IReadOnlyList<MethodOption> OptionsOf(MethodDescription method)
    {
        Dictionary<string, string> ofRun = OfRun(method, new()).ToDictionary(setting => setting.Option, setting => setting.Value, StringComparer.Ordinal);
        return
        [
            .. Properties(method.DefaultOptions.GetType()).Select(property => new MethodOption(
                NameOf(property), ofRun.GetValueOrDefault(NameOf(property)) ?? Format(property.GetValue(method.DefaultOptions)), Values(property))),
        ];
    }

    /// <summary>A method's settings in a run: what the run's own options say of it, then what is set by name.</summary>
    /// <exception cref="ArgumentException">Both say something of one option.</exception>
    public static IReadOnlyList<MethodSetting> In(MethodDescription method, EcgExplanationOptions options)
    {
        MethodSetting[] own = [.. OfRun(method, options)], usual = [.. OfRun(method, new())];
        MethodSetting[] named = [.. options.Settings.Select(MethodSetting.Parse).Where(setting => setting.Method == method.Name)];
        foreach (MethodSetting setting in named.Where(setting => setting.Option != "seed"))
        {
            string? other = Of(own, setting.Option);
            if (other != Of(usual, setting.Option))
                throw new ArgumentException($"{setting.Place}: {setting.Method}.{setting.Option} is also given by another option, as {other ?? "auto"}. Give one of the two.");
        }

        return [.. own, .. named];

        static string? Of(MethodSetting[] settings, string option) => settings.FirstOrDefault(setting => setting.Option == option).Value;
    }

    /// <summary>Every option of a method with its value in a run, as a setting writes it.</summary>
    public static IReadOnlyDictionary<string, string> Values(MethodDescription method, EcgExplanationOptions options)
    {
        Dictionary<string, string> values = OptionsOf(method).ToDictionary(option => option.Name, option => option.Default, StringComparer.Ordinal);
        foreach (MethodSetting setting in In(method, options))
            values[setting.Option] = setting.Value;
        return values;
    }

    /// <summary>A λ1 to check other options with while it is not chosen; null where it is set or not asked for.</summary>
    public static double? UnchosenLambda1(MethodDescription method, EcgExplanationOptions options) =>
        method.Type == typeof(LearnedMask) && !In(method, options).Any(setting => setting.Option == "lambda1") ? 0 : null;

    private static IEnumerable<MethodSetting> OfRun(MethodDescription method, EcgExplanationOptions options)
    {
        if (Properties(method.DefaultOptions.GetType()).Any(property => NameOf(property) == "seed"))
            yield return Of("seed", options.Seed);
        if (method.Type == typeof(Occlusion))
        {
            yield return Of("windows", $"{(options.OcclusionCaptum ? "captum" : "study-a")}:{options.OcclusionWindow}");
            yield return Of("baseline", options.OcclusionFill switch
            {
                OcclusionFill.TrainingMean => "training-mean",
                OcclusionFill.RowMean => "row-mean",
                _ => Format(Baseline.Constant((float)options.OcclusionValue)),
            });

            // Study A's sum of visible runs is large and nearly constant: its wave shares would be those of the samples. Scaled, both are the same.
            yield return Of("mean-drop", true);
        }
        else if (method.Type == typeof(LearnedMask))
        {
            if (options.Lambda1 is { } lambda1)
                yield return Of("lambda1", lambda1);
            yield return Of("lambda2", options.Lambda2);
            yield return Of("learning-rate", options.MaskLearningRate);
            yield return Of("iterations", options.MaskIterations);
            yield return Of("jitter", options.MaskJitter);
        }
        else if (method.Type == typeof(ExpectedGradients))
        {
            yield return Of("background", $"training:{BackgroundRowCount}");
        }

        MethodSetting Of(string option, object value) => new(method.Name, option, Format(value));
    }

    private static IEnumerable<PropertyInfo> Properties(Type options) => options.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite);

    private static string NameOf(PropertyInfo property) => JsonNamingPolicy.KebabCaseLower.ConvertName(property.Name);

    private static Type TypeOf(PropertyInfo property) => Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;

    private static bool MayBeOpen(PropertyInfo property) => new NullabilityInfoContext().Create(property).WriteState == NullabilityState.Nullable;

    private static JsonNode? Read(PropertyInfo option, string text, Func<TrainingBeats> training, ulong seed)
    {
        Type type = TypeOf(option);
        if (text == "none" && MayBeOpen(option))
            return null;
        string[] parts = text.Split(':');
        return type == typeof(Baseline) ? Node(ReadBaseline(parts, training))
            : type == typeof(BackgroundRows) ? Node(ReadBackground(parts, training, seed))
            : type == typeof(Segmentation) ? Node(ReadSegments(parts))
            : type == typeof(OcclusionWindows) ? Node(ReadWindows(parts))
            : type == typeof(string) && text.Length > 0 ? JsonValue.Create(text)
            : type == typeof(bool) && bool.TryParse(text, out bool flag) ? JsonValue.Create(flag)
            : type == typeof(int) && int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int whole) ? JsonValue.Create(whole)
            : type == typeof(ulong) && ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong large) ? JsonValue.Create(large)
            : type == typeof(double) && Number(text) is { } number ? JsonValue.Create(number)
            : type.IsEnum && Names(type).Contains(text) ? JsonValue.Create(text)
            : typeof(IEnumerable).IsAssignableFrom(type) && type != typeof(string) && ReadList(text) is { } list ? list
            : throw new ArgumentException($"the value must be {Values(option)}.");

        static JsonNode Node<T>(T? value)
            where T : class => JsonSerializer.SerializeToNode(value ?? throw new ArgumentException($"the value must be {Values(typeof(T))}."), Json)!;
    }

    private static Baseline? ReadBaseline(string[] parts, Func<TrainingBeats> training) => parts switch
    {
        ["zero"] => Baseline.Zero,
        ["row-mean"] => Baseline.RowMean,
        ["training-mean"] => Baseline.TrainingMean(training().Values),
        ["training-mean-row"] => Baseline.TrainingMeanRow(training().Values),
        ["class-mean"] => Baseline.ClassMean(training().Values, training().Labels, training().ClassCount),
        ["moving-average"] => Baseline.MovingAverage(AverageWidth),
        ["moving-average", var width] when Whole(width) is { } steps => Baseline.MovingAverage(steps),
        [var text] when Number(text) is { } value => Baseline.Constant((float)value),
        [var record, var sample] when record.Length > 0 && Whole(sample) is >= 0 and { } peak => Baseline.Rows(training().Beat(new(record, peak))),
        _ => null,
    };

    private static BackgroundRows? ReadBackground(string[] parts, Func<TrainingBeats> training, ulong seed) => parts switch
    {
        ["zero"] => BackgroundRows.Zero,
        ["training"] => BackgroundRows.Of(training().Draw(BackgroundRowCount, seed).Values),
        ["training", var count] when Whole(count) is { } rows and >= 1 and <= MostBackgroundRows => BackgroundRows.Of(training().Draw(rows, seed).Values),
        _ => null,
    };

    private static Segmentation? ReadSegments(string[] parts) => parts switch
    {
        ["equal"] => Segmentation.Equal(),
        ["equal", var count] when Whole(count) is { } segments => Segmentation.Equal(segments),
        ["length", var length] when Whole(length) is { } steps => Segmentation.OfLength(steps),
        ["at", ..] => ReadNamedSegments(string.Join(':', parts[1..]).Split(',')),
        _ => null,
    };

    private static Segmentation? ReadNamedSegments(string[] texts)
    {
        List<Segment> segments = [];
        foreach (string text in texts)
        {
            if (text.Split(':') is not [{ Length: > 0 } name, var first, var last] || Whole(first) is not { } start || Whole(last) is not { } end)
                return null;
            segments.Add(new(name, start, end));
        }

        return Segmentation.At(segments);
    }

    private static OcclusionWindows? ReadWindows(string[] parts) => parts switch
    {
        ["study-a", var width] when Whole(width) is { } steps => OcclusionWindows.StudyA(steps),
        ["captum", var width] when Whole(width) is { } steps => OcclusionWindows.Captum(steps),
        ["captum", var width, var stride] when Whole(width) is { } steps && Whole(stride) is { } between => OcclusionWindows.Captum(steps, between),
        _ => null,
    };

    private static JsonArray? ReadList(string text)
    {
        int?[] numbers = text == "none" ? [] : [.. text.Split(',').Select(Whole)];
        return numbers.All(number => number is >= 0) ? [.. numbers.Select(number => (JsonNode?)JsonValue.Create(number!.Value))] : null;
    }

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number) ? number : null;

    private static int? Whole(string text) => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) ? number : null;

    private static string[] Names(Type choice) => [.. Enum.GetNames(choice).Select(JsonNamingPolicy.KebabCaseLower.ConvertName)];

    private static string Values(PropertyInfo option) => Values(TypeOf(option)) + (MayBeOpen(option) ? ", or none" : "");

    private static string Values(Type type) =>
        type == typeof(Baseline) ? "zero, a number, training-mean, training-mean-row, class-mean, row-mean, moving-average[:WIDTH], or RECORD:SAMPLE"
        : type == typeof(BackgroundRows) ? "zero, or training[:ROWS]"
        : type == typeof(Segmentation) ? "equal[:COUNT], length:STEPS, or at:NAME:START:END,…"
        : type == typeof(OcclusionWindows) ? "study-a:WIDTH, or captum:WIDTH[:STRIDE]"
        : type == typeof(string) ? "a name"
        : type == typeof(bool) ? "true or false"
        : type == typeof(int) || type == typeof(ulong) ? "a whole number"
        : type == typeof(double) ? "a number"
        : type.IsEnum ? $"one of {string.Join(", ", Names(type))}"
        : "whole numbers from 0, separated by commas, or none";

    private static string Format(object? value) => value switch
    {
        null => "none",
        bool flag => flag ? "true" : "false",
        Enum choice => JsonNamingPolicy.KebabCaseLower.ConvertName(choice.ToString()),
        Baseline or BackgroundRows or Segmentation or OcclusionWindows => FormatNode(JsonSerializer.SerializeToNode(value, value.GetType().BaseType == typeof(object) ? value.GetType() : value.GetType().BaseType!, Json)!.AsObject()),
        string text => text,
        IEnumerable list when !list.Cast<object>().Any() => "none",
        IEnumerable list => string.Join(',', list.Cast<object>()),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    // Kinds without data, which are all that a default can be.
    private static string FormatNode(JsonObject node) => node["kind"]?.GetValue<string>() switch
    {
        null => "zero",
        "constant" => node["value"]!.GetValue<float>() is var value and not 0 ? value.ToString(CultureInfo.InvariantCulture) : "zero",
        "moving-average" => $"moving-average:{node["width"]}",
        "equal" => $"equal:{node["count"]}",
        "length" => $"length:{node["steps"]}",
        "study-a" => $"study-a:{node["width"]}",
        "captum" => $"captum:{node["width"]}:{node["stride"]}",
        { } kind => kind,
    };

    // .NET appends " (Parameter 'Steps')" and "Actual value was 0." to the words of the check.
    private static string FirstSentences(ArgumentException error)
    {
        int end = error.Message.IndexOf(" (Parameter '", StringComparison.Ordinal);
        return end < 0 ? error.Message : error.Message[..end];
    }
}
