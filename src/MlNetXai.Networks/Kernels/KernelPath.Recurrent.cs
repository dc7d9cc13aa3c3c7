namespace MlNetXai.Networks.Kernels;

/// <summary>Which cell a recurrent layer has.</summary>
internal enum CellKind
{
    Lstm,
    HardLstm,
    Gru,
    HardGru,
    GruResetBefore,
    HardGruResetBefore,
}

internal abstract partial class KernelPath
{
    public abstract void RecurrentForward(CellKind cell, RecurrentPanels weights, ref RecurrentBlock block);

    public abstract void RecurrentBackward(CellKind cell, RecurrentPanels weights, ref RecurrentBlock block);
}

internal sealed unsafe partial class KernelPath<TSimd, TVector>
{
    public override void RecurrentForward(CellKind cell, RecurrentPanels weights, ref RecurrentBlock block)
    {
        switch (cell)
        {
            case CellKind.Lstm: RecurrentKernel.Forward<TSimd, TVector, LstmCell<TSimd, TVector, LogisticGate<TSimd, TVector>>>(weights, ref block); break;
            case CellKind.HardLstm: RecurrentKernel.Forward<TSimd, TVector, LstmCell<TSimd, TVector, HardGate<TSimd, TVector>>>(weights, ref block); break;
            case CellKind.Gru: RecurrentKernel.Forward<TSimd, TVector, GruCell<TSimd, TVector, LogisticGate<TSimd, TVector>>>(weights, ref block); break;
            case CellKind.HardGru: RecurrentKernel.Forward<TSimd, TVector, GruCell<TSimd, TVector, HardGate<TSimd, TVector>>>(weights, ref block); break;
            case CellKind.GruResetBefore: RecurrentKernel.Forward<TSimd, TVector, GruResetBeforeCell<TSimd, TVector, LogisticGate<TSimd, TVector>>>(weights, ref block); break;
            default: RecurrentKernel.Forward<TSimd, TVector, GruResetBeforeCell<TSimd, TVector, HardGate<TSimd, TVector>>>(weights, ref block); break;
        }
    }

    public override void RecurrentBackward(CellKind cell, RecurrentPanels weights, ref RecurrentBlock block)
    {
        switch (cell)
        {
            case CellKind.Lstm: RecurrentKernel.Backward<TSimd, TVector, LstmCell<TSimd, TVector, LogisticGate<TSimd, TVector>>>(weights, ref block); break;
            case CellKind.HardLstm: RecurrentKernel.Backward<TSimd, TVector, LstmCell<TSimd, TVector, HardGate<TSimd, TVector>>>(weights, ref block); break;
            case CellKind.Gru: RecurrentKernel.Backward<TSimd, TVector, GruCell<TSimd, TVector, LogisticGate<TSimd, TVector>>>(weights, ref block); break;
            case CellKind.HardGru: RecurrentKernel.Backward<TSimd, TVector, GruCell<TSimd, TVector, HardGate<TSimd, TVector>>>(weights, ref block); break;
            case CellKind.GruResetBefore: RecurrentKernel.Backward<TSimd, TVector, GruResetBeforeCell<TSimd, TVector, LogisticGate<TSimd, TVector>>>(weights, ref block); break;
            default: RecurrentKernel.Backward<TSimd, TVector, GruResetBeforeCell<TSimd, TVector, HardGate<TSimd, TVector>>>(weights, ref block); break;
        }
    }
}
