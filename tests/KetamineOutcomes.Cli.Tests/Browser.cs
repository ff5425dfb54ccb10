using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace KetamineOutcomes.Cli.Tests;

/// <summary>A headless Chromium, driven over its DevTools protocol; tests that need one are skipped where there is none.</summary>
public sealed partial class Browser : IAsyncLifetime
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome"];

    private readonly string _profile = Directory.CreateTempSubdirectory("ketamine-outcomes-browser-").FullName;
    private readonly ClientWebSocket _socket = new();
    private readonly List<JsonElement> _events = [];
    private Process? _process;
    private int _last;

    public async ValueTask InitializeAsync()
    {
        if (Find() is not { } program)
        {
            return;
        }

        _process = Process.Start(new ProcessStartInfo(program)
        {
            UseShellExecute = false,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            ArgumentList =
            {
                "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-extensions",
                "--remote-debugging-port=0", $"--user-data-dir={_profile}", "about:blank",
            },
        })!;
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        string? door = null;
        while (door is null && await _process.StandardError.ReadLineAsync(patience.Token) is { } line)
        {
            door = Door().Match(line) is { Success: true } found ? found.Groups["door"].Value : null;
        }

        // Its further words must be read, or it waits for a reader.
        _ = _process.StandardError.ReadToEndAsync(CancellationToken.None);
        _ = _process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        await _socket.ConnectAsync(new Uri(door ?? throw new InvalidOperationException("Chromium ended before it could be spoken to.")), patience.Token);
    }

    public async ValueTask DisposeAsync()
    {
        _socket.Dispose();
        if (_process is not null)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
            _process.Dispose();
        }

        try
        {
            Directory.Delete(_profile, recursive: true);
        }
        catch (IOException)
        {
            // A child of the browser may still be writing; the folder is a temporary one.
        }
    }

    /// <summary>Opens a file in a tab of its own; skips the test where there is no browser.</summary>
    public async Task<Tab> Open(string file)
    {
        Assert.SkipWhen(_process is null, "Chromium is not installed (Debian: apt-get install chromium): nothing tells what a browser makes of a report.");
        var target = (await Send(null, "Target.createTarget", new { url = "about:blank" })).GetProperty("targetId").GetString()!;
        var session = (await Send(null, "Target.attachToTarget", new { targetId = target, flatten = true })).GetProperty("sessionId").GetString()!;
        var tab = new Tab(this, session);
        foreach (var domain in new[] { "Page", "Network", "Log", "Runtime", "Accessibility" })
        {
            await tab.Send(domain + ".enable", new { });
        }

        await tab.Send("Network.emulateNetworkConditions", new { offline = true, latency = 0, downloadThroughput = -1, uploadThroughput = -1 });
        await tab.Send("Page.navigate", new { url = new Uri(file).AbsoluteUri });
        await Until(session, "Page.loadEventFired");
        return tab;
    }

    internal async Task<JsonElement> Send(string? session, string method, object parameters)
    {
        var id = ++_last;
        var message = new Dictionary<string, object>(StringComparer.Ordinal) { ["id"] = id, ["method"] = method, ["params"] = parameters };
        if (session is not null)
        {
            message["sessionId"] = session;
        }

        await _socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(message), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        while (true)
        {
            var answer = await Receive();
            if (answer.TryGetProperty("id", out var own) && own.GetInt32() == id)
            {
                return answer.TryGetProperty("result", out var result) ? result : throw new InvalidOperationException($"{method}: {answer}");
            }
        }
    }

    internal IEnumerable<JsonElement> Events(string session, string method) =>
        _events.Where(entry => entry.GetProperty("method").GetString() == method && entry.TryGetProperty("sessionId", out var own) && own.GetString() == session).Select(entry => entry.GetProperty("params"));

    private static string? Find() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).SelectMany(folder => Names.Select(name => Path.Combine(folder, name))).FirstOrDefault(File.Exists);

    private async Task Until(string session, string method)
    {
        while (!Events(session, method).Any())
        {
            await Receive();
        }
    }

    private async Task<JsonElement> Receive()
    {
        using var bytes = new MemoryStream();
        var buffer = new byte[1 << 16];
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        WebSocketReceiveResult part;
        do
        {
            part = await _socket.ReceiveAsync(buffer, patience.Token);
            await bytes.WriteAsync(buffer.AsMemory(0, part.Count), patience.Token);
        }
        while (!part.EndOfMessage);
        using var json = JsonDocument.Parse(Encoding.UTF8.GetString(bytes.ToArray()));
        var message = json.RootElement.Clone();
        if (message.TryGetProperty("method", out _))
        {
            _events.Add(message);
        }

        return message;
    }

    [GeneratedRegex("DevTools listening on (?<door>ws://\\S+)", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Door();
}

/// <summary>A page that is open.</summary>
public sealed class Tab(Browser browser, string session)
{
    /// <summary>The addresses that the page asked for.</summary>
    public IReadOnlyList<string> Requests => [.. browser.Events(session, "Network.requestWillBeSent").Select(request => request.GetProperty("request").GetProperty("url").GetString()!)];

    /// <summary>What the browser complained of.</summary>
    public IReadOnlyList<string> Complaints => [.. browser.Events(session, "Log.entryAdded").Select(entry => entry.GetProperty("entry").GetProperty("text").GetString()!)];

    public Task<JsonElement> Send(string method, object parameters) => browser.Send(session, method, parameters);

    /// <summary>What an expression gives; the page itself runs nothing.</summary>
    public async Task<JsonElement> Ask(string expression)
    {
        var answer = await Send("Runtime.evaluate", new { expression, returnByValue = true });
        return answer.TryGetProperty("exceptionDetails", out var fault) ? throw new InvalidOperationException(fault.ToString()) : answer.GetProperty("result").GetProperty("value");
    }

    /// <summary>A screen or a sheet of paper, so many CSS pixels wide.</summary>
    public async Task Show(int width, string medium, string light)
    {
        await Send("Emulation.setDeviceMetricsOverride", new { width, height = 900, deviceScaleFactor = 1, mobile = false });
        await Send("Emulation.setEmulatedMedia", new { media = medium, features = new[] { new { name = "prefers-color-scheme", value = light } } });
    }

    /// <summary>The page on paper, in inches.</summary>
    public async Task<string> Print(double width, double height) => Encoding.Latin1.GetString(Convert.FromBase64String(
        (await Send("Page.printToPDF", new { paperWidth = width, paperHeight = height, printBackground = true, marginTop = 0.4, marginBottom = 0.4, marginLeft = 0.4, marginRight = 0.4 })).GetProperty("data").GetString()!));

    /// <summary>The tree that programs for those who hear a page read it from.</summary>
    public async Task<IReadOnlyList<(string Role, string Name, int? Level)>> Tree() =>
    [
        .. (await Send("Accessibility.getFullAXTree", new { })).GetProperty("nodes").EnumerateArray()
            .Where(node => !node.GetProperty("ignored").GetBoolean())
            .Select(node => (
                Value(node, "role"),
                Value(node, "name"),
                node.TryGetProperty("properties", out var properties) ? properties.EnumerateArray().Where(property => property.GetProperty("name").GetString() == "level").Select(property => (int?)property.GetProperty("value").GetProperty("value").GetInt32()).FirstOrDefault() : null)),
    ];

    private static string Value(JsonElement node, string name) => node.TryGetProperty(name, out var value) && value.TryGetProperty("value", out var text) ? text.ToString() : "";
}
