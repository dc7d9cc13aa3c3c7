using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetXai.MLNet.Contract.Tests.Rows;

/// <summary>Small views with a column that numbers the rows, and a vector that goes with the number.</summary>
internal static class RowViews
{
    public static IDataView Numbered(int count) => new MLContext(1).Data.LoadFromEnumerable(
        Enumerable.Range(0, count).Select(id => new IdRow { Id = id, Values = [id, 2 * id, -id] }).ToArray());

    public static int[] Ids(IDataView view) => [.. view.GetColumn<int>("Id")];

    public static IdRow[] Rows(IDataView view) => [.. new MLContext(1).Data.CreateEnumerable<IdRow>(view, reuseRowObject: false)];

    /// <summary>Ids as a cursor gives them that is asked for in one of the ways there are.</summary>
    public static int[] Ids(DataViewRowCursor cursor)
    {
        using (cursor)
        {
            ValueGetter<int> getter = cursor.GetGetter<int>(cursor.Schema["Id"]);
            List<int> ids = [];
            while (cursor.MoveNext())
            {
                int id = -1;
                getter(ref id);
                ids.Add(id);
            }
            return [.. ids];
        }
    }

    /// <summary>The row ids of a view, by the number of the row.</summary>
    public static Dictionary<int, DataViewRowId> RowIds(IDataView view)
    {
        using DataViewRowCursor cursor = view.GetRowCursor([view.Schema["Id"]]);
        ValueGetter<int> getter = cursor.GetGetter<int>(view.Schema["Id"]);
        ValueGetter<DataViewRowId> idGetter = cursor.GetIdGetter();
        Dictionary<int, DataViewRowId> ids = [];
        while (cursor.MoveNext())
        {
            int id = -1;
            DataViewRowId rowId = default;
            getter(ref id);
            idGetter(ref rowId);
            ids.Add(id, rowId);
        }
        return ids;
    }

    internal sealed class IdRow
    {
        public int Id { get; set; }

        [VectorType(3)]
        public float[] Values { get; set; } = [];
    }
}
