namespace KetamineOutcomes.Instruments.Crosswalks;

/// <summary>How a published table was made.</summary>
public enum LinkingMethod
{
    /// <summary>Both scales were placed on one latent trait by item response theory, and scores at the same place set beside each other.</summary>
    ItemResponseTheory,

    /// <summary>Scores with the same percentile rank in one sample were set beside each other.</summary>
    Equipercentile,
}
