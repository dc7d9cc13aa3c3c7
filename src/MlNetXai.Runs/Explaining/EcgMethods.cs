using MlNetXai.Explanations;
using MlNetXai.Explanations.Methods;
using MlNetXai.Networks;

namespace MlNetXai.Runs.Explaining;

/// <summary>Explanation methods with the settings of a run.</summary>
public static class EcgMethods
{
    /// <summary>Options of a method that <see cref="EcgExplanationOptions.Settings"/> can set, with the defaults of a run.</summary>
    /// <exception cref="MlNetXaiException">There is no such method.</exception>
    public static IReadOnlyList<MethodOption> Options(string name) => MethodSettings.OptionsOf(MethodCatalog.Find(name));

    /// <summary>The options record of a method under these settings, where no beats are at hand; its defaults where there are none for it here.</summary>
    /// <param name="name">Name of the method in the catalog.</param>
    /// <param name="options">Settings; λ1 must be given where the method is the learned mask.</param>
    /// <exception cref="MlNetXaiException">There is no such method, or it needs training beats.</exception>
    /// <exception cref="ArgumentException">A setting and another option say something of the same.</exception>
    public static object OptionsOf(string name, EcgExplanationOptions options) => OptionsOf(MethodCatalog.Find(name), options, training: null);

    /// <summary>A method named as in the catalog, with the settings of a run.</summary>
    /// <param name="name">Name of the method in the catalog.</param>
    /// <param name="options">Settings; λ1 must be given where the method is the learned mask.</param>
    /// <param name="run">The run, whose training beats make the baselines and backgrounds of data.</param>
    /// <exception cref="MlNetXaiException">There is no such method, or its result is no attribution.</exception>
    /// <exception cref="ArgumentException">A setting and another option say something of the same.</exception>
    internal static IExplanationMethod<Network> Create(string name, EcgExplanationOptions options, EcgRun run)
    {
        MethodDescription description = MethodCatalog.Find(name);
        return description.GivesAttribution
            ? description.Create(OptionsOf(description, options, () => run.Training))
            : throw new MlNetXaiException($"'{name}' gives no attribution of samples. Use another of {string.Join(", ", MethodCatalog.All.Where(method => method.GivesAttribution).Select(method => method.Name))}.");
    }

    /// <summary>The options record of a method with the settings of a run.</summary>
    internal static object OptionsOf(MethodDescription description, EcgExplanationOptions options, Func<TrainingBeats>? training)
    {
        IReadOnlyList<MethodSetting> settings = MethodSettings.In(description, options);
        return description.Type != typeof(LearnedMask) || settings.Any(setting => setting.Option == "lambda1")
            ? MethodSettings.Apply(description, settings, training, options.Seed)
            : throw new RunException($"'{description.Name}' needs λ1, which is not chosen yet. Explain with --lambda1 auto first, or give a number.");
    }
}
