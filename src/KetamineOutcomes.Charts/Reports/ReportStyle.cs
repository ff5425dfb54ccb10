namespace KetamineOutcomes.Charts.Reports;

/// <summary>The style sheet of a report: calm type, light and dark on a screen, and always dark on white on paper.</summary>
internal static class ReportStyle
{
    // Classes go with the name of their element: figures have classes of their own (quiet, page, title), for which these rules must not hold.
    // The height that a figure may have in print is less than that of a Letter page without its margins, the lower of the two papers, and leaves room for the caption.
    public const string Css = """
        :root{color-scheme:light dark;--page:#ffffff;--ink:#1a1a1a;--quiet:#595f66;--line:#d5d9de;--shade:#f5f6f8;--link:#005a8f;--box:#0072b2}
        @media screen and (prefers-color-scheme:dark){:root{--page:#14171a;--ink:#f2f2f2;--quiet:#b4bac0;--line:#3a4148;--shade:#1c2126;--link:#7cc4f2;--box:#56b4e9}}
        *{box-sizing:border-box}
        html{-webkit-text-size-adjust:100%}
        body{margin:0 auto;padding:2rem 1.25rem 4rem;max-width:60rem;background:var(--page);color:var(--ink);font:1rem/1.5 'Helvetica Neue',Helvetica,Arial,'Liberation Sans',sans-serif;overflow-wrap:break-word}
        h1{font-size:1.75rem;line-height:1.2;margin:0 0 .75rem}
        h2{font-size:1.3rem;line-height:1.25;margin:2.5rem 0 .75rem;padding-top:.75rem;border-top:1px solid var(--line)}
        h3{font-size:1.05rem;line-height:1.3;margin:1.75rem 0 .5rem}
        p,li,dd{max-width:44rem}
        p{margin:0 0 .75rem}
        ul,ol{margin:0 0 1rem;padding-left:1.4rem}
        li{margin:0 0 .3rem}
        a{color:var(--link)}
        p.quiet{color:var(--quiet);font-size:.9rem}
        p.lines{white-space:pre-wrap}
        .skip{position:absolute;left:-100vw}
        .skip:focus{position:static}
        nav ol{columns:2 16rem;font-size:.95rem}
        nav li{break-inside:avoid}
        main:focus{outline:none}
        .boxed{border:2px solid var(--box);border-radius:.4rem;padding:0 1rem .25rem;margin:1.5rem 0;break-inside:avoid}
        .boxed>h2{border-top:0;padding-top:0;margin-top:1rem}
        dl{margin:0 0 1rem}
        dl>div{display:grid;grid-template-columns:minmax(9rem,14rem) 1fr;gap:0 1rem;padding:.2rem 0;border-bottom:1px solid var(--line)}
        dt{color:var(--quiet)}
        dd{margin:0;overflow-wrap:anywhere}
        .frame{overflow-x:auto;margin:0 0 1.5rem}
        table{border-collapse:collapse;width:100%;font-size:.875rem;line-height:1.4;font-variant-numeric:tabular-nums}
        caption{text-align:left;font-weight:600;padding:0 0 .4rem}
        th,td{text-align:left;vertical-align:top;padding:.3rem .9rem .3rem 0;border-bottom:1px solid var(--line);font-weight:400;min-width:4rem}
        thead th{color:var(--quiet);font-size:.8125rem;vertical-align:bottom;border-bottom:1.5px solid var(--quiet);overflow-wrap:normal}
        td.short,th.short{white-space:nowrap}
        caption.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
        td.number,th.number{text-align:right}
        figure{margin:1.5rem 0;break-inside:avoid}
        figure svg{display:block;max-width:100%;height:auto}
        figcaption{font-size:.9rem;color:var(--quiet);margin:.4rem 0 0;max-width:44rem}
        figcaption b{color:var(--ink)}
        @page{size:auto;margin:16mm 15mm 18mm;@bottom-right{content:counter(page) " / " counter(pages);font:8pt Helvetica,Arial,sans-serif;color:#595f66}}
        @media print{
        :root{color-scheme:light}
        body{max-width:none;padding:0;font-size:9.5pt;line-height:1.4;background:#fff}
        body.large{font-size:12pt}
        h1{font-size:17pt}
        h2{font-size:12.5pt;margin-top:14pt;padding-top:6pt}
        h3{font-size:10.5pt;margin-top:10pt}
        h1,h2,h3,caption,thead{break-after:avoid}
        .skip,nav{display:none}
        .frame{overflow:visible;margin-bottom:10pt}
        table{font-size:8pt;line-height:1.3}
        th,td{padding:.15rem .6rem .15rem 0;min-width:0}
        thead th{font-size:7.5pt}
        thead{display:table-header-group}
        tr,li,dl>div,figure{break-inside:avoid}
        p{orphans:3;widows:3}
        figure{margin:8pt 0}
        figure svg{max-height:215mm}
        figcaption,p.quiet{font-size:8.5pt}
        .large h2{font-size:14pt;border-top:0;padding-top:0}
        .large figcaption,.large p.quiet{font-size:10.5pt}
        a{color:inherit;text-decoration:none}
        }

        """;
}
