// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.forager.ottl.CaseGenerator.Draft;
import dev.forager.pdata.Logs;
import dev.forager.pdata.MalformedTelemetryException;
import dev.forager.pdata.OtlpJson;
import dev.forager.pdata.Payload;
import dev.forager.pdata.Signal;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Pattern;

/**
 * Generated statements, each with an item of telemetry of its own, and what comes of them: the same
 * cases whenever they are asked for, so that only answers need to be recorded.
 */
final class Differential {
    /** What is recorded for a statement that is refused at load. */
    static final String REFUSED = "refused";

    /** What is recorded where the Go collector panics; only its end is known then. */
    static final String CRASHED = "crashed";

    /** The kinds of cases; each has a file of answers. */
    static final List<String> KINDS =
            List.of("converters", "editors", "operators", "fields", "random");

    private static final int RANDOM = 3000;
    private static final long SEED = 20_261_125;

    /** Where a failure comes from in Go's code. */
    private static final Pattern ORIGIN =
            Pattern.compile(
                    "error getting value in ottl\\.\\S+?(\\[\\S*])?: |, \\{0x\\w+ 0x\\w+}(?=\\))");

    /** Types of lists, of which there are more in Go. */
    private static final Pattern LIST =
            Pattern.compile(
                    "\\[](string|u?int64|int32|float64|interface \\{})|p(metric|trace|profile)\\.\\w+Slice");

    private static final Pattern ADDRESS = Pattern.compile("0x[0-9a-f]{6,}");

    /** In place of an address of memory in a failure's text. */
    static final String SOMEWHERE = "ADDRESS";

    private Differential() {}

    /**
     * One case.
     *
     * @param number from 0; the version of the item's scope and an attribute of its resource
     * @param context of the statement
     * @param statement on the item
     * @param signal of the item
     * @param json the item alone, and a resource that is only there to tell its number
     */
    record Case(int number, OttlContext context, String statement, Signal signal, String json) {
        /** Holds for the item of this case alone. */
        String condition() {
            return context == OttlContext.RESOURCE
                    ? "resource.attributes[\"case\"] == " + number
                    : "scope.version == \"" + number + "\"";
        }

        Payload item() {
            return parse(signal, json);
        }

        /** What is recorded: the failure's text, and how the item is afterwards. */
        String answer(String failure, Payload after) {
            return escaped(failure(failure)) + "\t" + change(after);
        }

        /** Without the statement, which a failure's text begins with. */
        private String failure(String text) {
            int end = text.lastIndexOf(statement);
            String rest = end < 0 ? text : text.substring(end + statement.length());
            String plain = ORIGIN.matcher(rest).replaceAll("").replaceFirst("^[\", ]+", "");
            return LIST.matcher(ADDRESS.matcher(plain).replaceAll(SOMEWHERE))
                    .replaceAll("pcommon.Slice");
        }

        /** The part of the content that is another one now; empty if none is. */
        private String change(Payload after) {
            String before = content(item());
            String now = content(after);
            if (before.equals(now)) {
                return "";
            }
            int start = 0;
            int shorter = Math.min(before.length(), now.length());
            while (start < shorter && before.charAt(start) == now.charAt(start)) {
                start++;
            }
            int end = 0;
            while (end < shorter - start
                    && before.charAt(before.length() - 1 - end)
                            == now.charAt(now.length() - 1 - end)) {
                end++;
            }
            return "at %d to %d: %s"
                    .formatted(
                            start,
                            before.length() - end,
                            escaped(now.substring(start, now.length() - end)));
        }
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\")
                .replace("\n", "\\n")
                .replace("\r", "\\r")
                .replace("\t", "\\t");
    }

    /** Cases of a kind. */
    static List<Case> cases(String kind) {
        List<Draft> drafts =
                switch (kind) {
                    case "converters" -> CaseGenerator.converters();
                    case "editors" -> CaseGenerator.editors();
                    case "operators" -> CaseGenerator.operators();
                    case "fields" ->
                            CaseGenerator.contexts().stream()
                                    .flatMap(context -> CaseGenerator.fields(context).stream())
                                    .toList();
                    default -> List.of();
                };
        List<Case> cases = new ArrayList<>();
        for (Draft draft : drafts) {
            int number = cases.size();
            String json =
                    CaseGenerator.read(draft.item() + ".json")
                            .replace("@case", Integer.toString(number));
            cases.add(new Case(number, draft.context(), draft.statement(), signal(json), json));
        }
        return kind.equals("random") ? random() : cases;
    }

    /** Of the signal's first word. */
    static Signal signal(String json) {
        return json.contains("\"resourceLogs\"")
                ? Signal.LOGS
                : json.contains("\"resourceSpans\"")
                        ? Signal.TRACES
                        : json.contains("\"resourceMetrics\"") ? Signal.METRICS : Signal.PROFILES;
    }

    /** Nested expressions on random records. */
    private static List<Case> random() {
        SplittableRandom random = new SplittableRandom(SEED);
        StatementGenerator statements = new StatementGenerator(random.split());
        RecordGenerator records = new RecordGenerator(random.split());
        List<Case> cases = new ArrayList<>();
        for (int i = 0; i < RANDOM; i++) {
            Logs logs = records.logs();
            logs.resources().getFirst().scopes().getFirst().scope().version(Integer.toString(i));
            logs.addResource().schemaUrl("case:" + i);
            String json = new String(OtlpJson.toJson(logs.seal()), UTF_8);
            cases.add(new Case(i, OttlContext.LOG, statements.statement(), Signal.LOGS, json));
        }
        return cases;
    }

    /** A request in JSON. */
    static Payload parse(Signal signal, String json) {
        byte[] bytes = json.getBytes(UTF_8);
        try {
            return OtlpJson.toPayload(signal, bytes, 0, bytes.length);
        } catch (MalformedTelemetryException e) {
            throw new IllegalArgumentException(json, e);
        }
    }

    /** A request as JSON that is the same for the same content; see {@link CanonicalJson}. */
    static String content(Payload payload) {
        return CanonicalJson.of(new String(OtlpJson.toJson(payload), UTF_8));
    }
}
