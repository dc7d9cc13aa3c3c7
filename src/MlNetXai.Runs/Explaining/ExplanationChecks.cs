using MlNetXai.Explanations;
using MlNetXai.Explanations.Methods;
using MlNetXai.Networks;

namespace MlNetXai.Runs.Explaining;

/// <summary>What is refused before any work: methods that do not fit the network, and options that do not fit methods.</summary>
internal static class ExplanationChecks
{
    /// <summary>Throws unless a run can do what the options ask.</summary>
    /// <param name="run">The run.</param>
    /// <param name="options">What is asked.</param>
    /// <param name="toRun">Whether results go into the run's own folder.</param>
    /// <exception cref="MlNetXaiException">A method does not fit the network.</exception>
    /// <exception cref="ArgumentException">Options do not fit the methods.</exception>
    public static void Require(EcgRun run, EcgExplanationOptions options, bool toRun)
    {
        MethodDescription[] methods = [.. options.Methods.Select(MethodCatalog.Find)];
        foreach (MethodDescription method in methods)
            method.RequireFits(run.Network);
        if (options.Prefix is { } step)
            RequirePrefixes(run.Network, methods, step, toRun);

        List<MethodDescription> used = [.. methods];
        if (methods.Any(method => method.Type == typeof(NativeGuide)))
        {
            MethodDescription guide = MethodCatalog.Find(options.GuideMethodFor(run.Network));
            if (!guide.GivesAttribution)
                throw new ArgumentException($"The guide of {NativeGuide.Description.Name} is '{guide.Name}', which gives no attribution of samples. Use one of {Names(other => other.GivesAttribution)}.");
            guide.RequireFits(run.Network);
            used.Add(guide);
        }

        if (options.Settings.Select(MethodSetting.Parse).FirstOrDefault(setting => used.TrueForAll(method => method.Name != setting.Method)) is { Method: not null } stray)
            throw new ArgumentException($"{stray.Place}: {stray.Method} is not among the methods explained. Add it to --method, or leave the setting out.");
        foreach (MethodDescription method in used)
        {
            object own = EcgMethods.OptionsOf(method, options with { Lambda1 = options.Lambda1 ?? MethodSettings.UnchosenLambda1(method, options) }, () => run.Training);
            if (method.GivesAttribution)
                RequireOptions(method.Create(own), run.Network);
        }
    }

    /// <summary>Throws unless a method's options suit a network: that shall not be found out after an hour of other methods.</summary>
    /// <exception cref="ArgumentException">They do not; the message names the method.</exception>
    public static void RequireOptions(IExplanationMethod<Network> method, Network network)
    {
        try
        {
            method.RequireFits(network);
        }
        catch (Exception error) when (error is ArgumentException or ShapeException)
        {
            throw new ArgumentException($"{method.Name}: {error.Message}", error);
        }
    }

    private static void RequirePrefixes(Network network, MethodDescription[] methods, int step, bool toRun)
    {
        if (!network.HasPrefixLogits)
        {
            throw new RunException(
                $"'{network.Name}' does not read a beat step by step, so it says nothing of a part of one: --prefix {step} cannot be explained. Explain the whole beat, or an LSTM.");
        }

        if (step > network.InputShape.Steps)
            throw new ArgumentException($"--prefix is {step} and must lie in 1 … {network.InputShape.Steps}, the samples of a beat.");
        if (methods.FirstOrDefault(method => !method.GivesAttribution) is { } whole)
            throw new ArgumentException($"{whole.Name} takes whole beats; leave it out with --prefix.");
        if (toRun)
            throw new ArgumentException("--prefix explains parts of beats, but measures and report of a run take whole ones. Name another folder with --out.");
    }

    private static string Names(Func<MethodDescription, bool> fits) => string.Join(", ", MethodCatalog.All.Where(fits).Select(method => method.Name));
}
