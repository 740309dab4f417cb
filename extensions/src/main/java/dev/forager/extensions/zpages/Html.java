// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.extensions.zpages;

import dev.forager.pipeline.ComponentStatus;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The frame and the pieces of all pages. One file, no scripts, nothing from other hosts: they must
 * open from inside a closed network. What comes from configurations is escaped here and nowhere
 * else.
 */
final class Html {
    private static final Map<String, String> PAGES =
            new java.util.TreeMap<>(
                    Map.of(
                            "servicez", "Service",
                            "pipelinez", "Pipelines",
                            "extensionz", "Extensions",
                            "featurez", "Feature gates"));
    private static final List<String> ORDER =
            List.of("servicez", "pipelinez", "extensionz", "featurez");

    private static final String STYLE =
            """
            :root { color-scheme: light dark; --ink: #1c2733; --soft: #5b6b7c; --line: #dfe5eb;
              --back: #f5f7f9; --card: #ffffff; --accent: #3a5fcd; }
            @media (prefers-color-scheme: dark) { :root { --ink: #e4e9ee; --soft: #9aa8b6;
              --line: #2f3b47; --back: #12181e; --card: #1a222b; --accent: #8fabff; } }
            * { box-sizing: border-box; }
            body { margin: 0; background: var(--back); color: var(--ink);
              font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
            header { background: var(--card); border-bottom: 1px solid var(--line);
              padding: 0 2rem; display: flex; gap: 2rem; align-items: baseline; flex-wrap: wrap; }
            header b { font-size: 1.1rem; padding: .9rem 0; }
            nav { display: flex; gap: .4rem; flex-wrap: wrap; }
            nav a { padding: .9rem .8rem; color: var(--soft); border-bottom: 2px solid transparent; }
            nav a.here { color: var(--ink); border-color: var(--accent); }
            main { max-width: 1200px; margin: 0 auto; padding: 1.5rem 2rem 4rem; }
            h1 { font-size: 1.4rem; margin: .5rem 0 1rem; }
            h2 { font-size: 1rem; margin: 2rem 0 .6rem; }
            a { color: var(--accent); text-decoration: none; }
            a:hover { text-decoration: underline; }
            .card { background: var(--card); border: 1px solid var(--line); border-radius: 8px;
              overflow-x: auto; }
            table { border-collapse: collapse; width: 100%; }
            th, td { text-align: left; vertical-align: top; padding: .55rem .9rem;
              border-bottom: 1px solid var(--line); }
            tr:last-child > th, tr:last-child > td { border-bottom: 0; }
            thead th { color: var(--soft); font-size: .8rem; font-weight: 600;
              white-space: nowrap; }
            tbody th { font-weight: 600; white-space: nowrap; width: 1%; padding-right: 2rem; }
            code, .id { font: .9em ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
            .soft { color: var(--soft); }
            .chip { display: inline-flex; align-items: center; gap: .4rem; white-space: nowrap;
              border: 1px solid var(--line); border-radius: 999px; padding: .05rem .65rem;
              margin: .1rem .2rem .1rem 0; background: var(--back); }
            .chip.here { border-color: var(--accent); }
            .arrow { color: var(--soft); padding: 0 .2rem; }
            .dot { width: .6rem; height: .6rem; border-radius: 50%; background: #9aa8b6;
              display: inline-block; flex: none; }
            .ok { background: #2e9e5b; } .starting, .stopping { background: #3a8fd1; }
            .recoverable_error { background: #e0a100; }
            .permanent_error, .fatal_error { background: #d13c3c; }
            .badge { border-radius: 4px; padding: .05rem .45rem; font-size: .8rem;
              border: 1px solid var(--line); color: var(--soft); }
            .badge.on { color: #fff; background: #2e9e5b; border-color: #2e9e5b; }
            """;

    private Html() {}

    /** A whole page. */
    static String page(String command, String here, String title, String body) {
        var out = new StringBuilder(8 * 1024);
        out.append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
                .append("<meta name=\"viewport\" content=\"width=device-width\"><title>")
                .append(text(title + " · " + command))
                .append("</title><link rel=\"icon\" href=\"data:,\"><style>\n")
                .append(STYLE)
                .append("</style></head>\n<body><header><b>")
                .append(text(command))
                .append("</b><nav>");
        for (String page : ORDER) {
            out.append(
                    "<a href=\"%s\"%s>%s</a>"
                            .formatted(
                                    page,
                                    page.equals(here) ? " class=\"here\"" : "",
                                    PAGES.get(page)));
        }
        return out.append("</nav></header>\n<main><h1>")
                .append(text(title))
                .append("</h1>\n")
                .append(body)
                .append("</main></body></html>\n")
                .toString();
    }

    /** A table of two columns: names and texts, both escaped. */
    static String facts(Map<String, String> facts) {
        var out = new StringBuilder("<div class=\"card\"><table><tbody>\n");
        facts.forEach(
                (name, value) ->
                        out.append("<tr><th>")
                                .append(text(name))
                                .append("</th><td>")
                                .append(text(value))
                                .append("</td></tr>\n"));
        return out.append("</tbody></table></div>\n").toString();
    }

    /** A table; headings are escaped, cells are HTML. */
    static String table(List<String> headings, List<List<String>> rows) {
        var out = new StringBuilder("<div class=\"card\"><table><thead><tr>");
        headings.forEach(heading -> out.append("<th>").append(text(heading)).append("</th>"));
        out.append("</tr></thead><tbody>\n");
        for (List<String> row : rows) {
            out.append("<tr>");
            row.forEach(cell -> out.append("<td>").append(cell).append("</td>"));
            out.append("</tr>\n");
        }
        return out.append("</tbody></table></div>\n").toString();
    }

    /** A coloured point that says its meaning when touched. */
    static String dot(@Nullable ComponentStatus status) {
        return "<span class=\"dot %s\" title=\"%s\"></span>"
                .formatted(
                        status == null ? "" : status.state().name().toLowerCase(Locale.ROOT),
                        text(status(status)));
    }

    /** A status in words. */
    static String status(@Nullable ComponentStatus status) {
        if (status == null) {
            return "No status";
        }
        String name = status.state().name();
        String words =
                name.length() <= 2
                        ? name
                        : name.charAt(0)
                                + name.substring(1).replace('_', ' ').toLowerCase(Locale.ROOT);
        return status.message() == null ? words : words + ": " + status.message();
    }

    /** Escapes text for elements and quoted attributes. */
    static String text(String text) {
        var out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.append(c);
            }
        }
        return out.toString();
    }

    /** A value in a query. */
    static String parameter(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
