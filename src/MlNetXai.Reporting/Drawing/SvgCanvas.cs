namespace MlNetXai.Reporting.Drawing;

/// <summary>Collects the drawing of one figure.</summary>
internal sealed class SvgCanvas(string id)
{
    public const double Width = 720;

    public string Finish(string title, string description, double height, bool standalone) =>
        FormattableString.Invariant($"<svg xmlns=\"http://www.w3.org/2000/svg\" id=\"{id}\" viewBox=\"0 0 {Width} {height}\"/>");
}
