using Microsoft.ML;
using MlNetXai.Signals.Wfdb;

namespace MlNetXai.MLNet.Loading;

/// <summary>WFDB records as data views.</summary>
/// <example>
/// <code>
/// // A folder, a record, or several of either.
/// IDataView records = mlContext.Data.LoadFromWfdb(folder);
/// IDataView first = mlContext.Data.LoadFromWfdb([Path.Combine(folder, "s001.hea"), Path.Combine(folder, "s002.hea")]);
///
/// // The same through a loader, to which transformers can be appended; the source lists headers by path.
/// WfdbLoader loader = mlContext.Data.CreateWfdbLoader();
/// IDataView one = loader.Load(new MultiFileSource(Path.Combine(folder, "s001.hea")));
/// string[] names = [.. one.GetColumn&lt;string&gt;("Record")];
/// </code>
/// </example>
public static class WfdbCatalog
{
    /// <summary>Loads a folder of WFDB records, or one record, as rows; see <see cref="WfdbLoader"/>.</summary>
    /// <param name="catalog">The catalog, <c>mlContext.Data</c>.</param>
    /// <param name="path">A folder (its <c>RECORDS</c>, else its <c>*.hea</c>, sorted), or a header with or without ".hea".</param>
    /// <param name="options">Leads, annotations, patients; null for the defaults.</param>
    /// <exception cref="WfdbException">There is neither such a folder nor such a record, or the folder holds none.</exception>
    public static IDataView LoadFromWfdb(this DataOperationsCatalog catalog, string path, WfdbLoaderOptions? options = null) =>
        catalog.LoadFromWfdb([path], options);

    /// <summary>Loads WFDB records as rows, in the order of the paths; see <see cref="WfdbLoader"/>.</summary>
    /// <param name="catalog">The catalog, <c>mlContext.Data</c>.</param>
    /// <param name="paths">Folders and headers, at least one.</param>
    /// <param name="options">Leads, annotations, patients; null for the defaults.</param>
    /// <exception cref="ArgumentException">There is no path.</exception>
    /// <exception cref="WfdbException">There is neither such a folder nor such a record, or a folder holds none.</exception>
    public static IDataView LoadFromWfdb(this DataOperationsCatalog catalog, IEnumerable<string> paths, WfdbLoaderOptions? options = null) =>
        catalog.CreateWfdbLoader(options).LoadPaths([.. paths]);

    /// <summary>Makes a loader of WFDB records, to which transformers can be appended.</summary>
    /// <param name="catalog">The catalog, <c>mlContext.Data</c>.</param>
    /// <param name="options">Leads, annotations, patients; null for the defaults.</param>
    public static WfdbLoader CreateWfdbLoader(this DataOperationsCatalog catalog, WfdbLoaderOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new(options);
    }
}
