namespace MlNetXai.Explanations.Methods;

/// <summary>Where the path from baseline to input is looked at, and how much each point counts.</summary>
public enum QuadratureRule
{
    /// <summary><see cref="GaussLegendre"/> of models without kinks (<see cref="Networks.IInputGradient.IsSmooth"/>), <see cref="Middle"/> of others. Default.</summary>
    Auto,

    /// <summary>Roots of the n-th Legendre polynomial: exact for polynomials up to degree 2n − 1, no gain over <see cref="Middle"/> where there are kinks.</summary>
    GaussLegendre,

    /// <summary>α = i/n.</summary>
    Left,

    /// <summary>α = (i + 1)/n.</summary>
    Right,

    /// <summary>α = (i + ½)/n.</summary>
    Middle,

    /// <summary>α = i/(n − 1), both ends count half; n at least 2.</summary>
    Trapezoid,

    /// <summary>As <see cref="Trapezoid"/> with all weights 1/n, as Captum 0.8.0 has it: they add up to (n − 1)/n, so the result is low by that factor. n at least 2.</summary>
    CaptumTrapezoid,
}
