using KetamineOutcomes.Instruments.Rules;

namespace KetamineOutcomes.Instruments;

/// <summary>An alert rule with every answer that it can give, made once.</summary>
internal sealed class AlertPlan
{
    private readonly AlertRule _rule;

    // Not assessed; clear and raised without a level; clear and raised at the first level, and so on.
    private readonly Alert[] _alerts;

    public AlertPlan(AlertRule rule, int item)
    {
        _rule = rule;
        ItemIndex = item;
        _alerts = new Alert[1 + (2 * (rule.Levels.Count + 1))];
        _alerts[0] = new Alert(rule.Id, rule.Item, rule.Topic, AlertStatus.NotAssessed, level: null);
        for (var i = 1; i < _alerts.Length; i++)
        {
            var level = (i - 1) / 2;
            _alerts[i] = new Alert(rule.Id, rule.Item, rule.Topic, i % 2 == 0 ? AlertStatus.Raised : AlertStatus.Clear, level == 0 ? null : rule.Levels[level - 1].Id);
        }
    }

    /// <summary>The index of the item that it reads.</summary>
    public int ItemIndex { get; }

    /// <summary>The item's id.</summary>
    public string ItemId => _rule.Item;

    /// <summary>How many answers it can give.</summary>
    public int Count => _alerts.Length;

    /// <summary>An answer by its number.</summary>
    public Alert this[int number] => _alerts[number];

    /// <summary>The number of the answer; 0 is not assessed.</summary>
    public int Judge(ItemState state)
    {
        if (state.Standing != ItemStanding.Known)
        {
            return 0;
        }

        var reached = 0;
        for (var i = 0; i < _rule.Levels.Count; i++)
        {
            if (state.Value >= _rule.Levels[i].From)
            {
                reached = i + 1;
            }
        }

        return 1 + (2 * reached) + (state.Value >= _rule.RaisedFrom ? 1 : 0);
    }
}
