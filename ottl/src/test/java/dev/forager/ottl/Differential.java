// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.forager.pdata.LogRecord;
import dev.forager.pdata.Logs;
import dev.forager.pdata.MalformedTelemetryException;
import dev.forager.pdata.OtlpJson;
import dev.forager.pdata.ResourceLogs;
import dev.forager.pdata.ScopeLogs;
import dev.forager.pdata.Signal;
import dev.forager.pdata.Value;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/**
 * Generated statements, each with a log record of its own, and what comes of them: the same cases
 * whenever they are asked for, so that only answers need to be recorded.
 */
final class Differential {
    /** Of generated cases. */
    static final int CASES = 3000;

    /** What is recorded for a statement that is refused at load. */
    static final String REFUSED = "refused";

    private static final long SEED = 20_261_125;

    private Differential() {}

    /**
     * One case.
     *
     * @param number from 0, the record's flags
     * @param statement on the record
     * @param logs the record
     */
    record Case(int number, String statement, Logs logs) {}

    static List<Case> cases() {
        SplittableRandom random = new SplittableRandom(SEED);
        StatementGenerator statements = new StatementGenerator(random.split());
        RecordGenerator records = new RecordGenerator(random.split());
        List<Case> cases = new ArrayList<>();
        for (int i = 0; i < CASES; i++) {
            Logs logs = records.logs();
            logs.records().iterator().next().flags(i);
            cases.add(new Case(i, statements.statement(), logs));
        }
        return cases;
    }

    /** A request in JSON. */
    static Logs parse(String json) throws MalformedTelemetryException {
        byte[] bytes = json.getBytes(UTF_8);
        return (Logs) OtlpJson.toPayload(Signal.LOGS, bytes, 0, bytes.length).open();
    }

    /** Everything that a statement can change; map entries by key. */
    static String content(Logs logs) {
        ResourceLogs resource = logs.resources().getFirst();
        ScopeLogs scope = resource.scopes().getFirst();
        LogRecord record = scope.records().getFirst();
        return String.join(
                "\n",
                "resource " + text(resource.resource().attributes().toMap()),
                "scope " + scope.scope().name() + " " + scope.scope().version(),
                "time " + record.timeUnixNano(),
                "severity " + record.severityNumberValue() + " " + record.severityText(),
                "event " + record.eventName(),
                "body " + text(record.body()),
                "attributes " + text(record.attributes().toMap()));
    }

    private static String text(Value value) {
        return switch (value) {
            case Value.Str text -> '"' + text.string() + '"';
            case Value.Dbl number -> "double " + number.value();
            case Value.Bytes bytes -> "bytes " + HexFormat.of().formatHex(bytes.toByteArray());
            case Value.Arr array ->
                    array.values().stream()
                            .map(Differential::text)
                            .collect(Collectors.joining(", ", "[", "]"));
            case Value.MapV map ->
                    map.entries().stream()
                            .map(entry -> entry.key() + ": " + text(entry.value()))
                            .sorted()
                            .collect(Collectors.joining(", ", "{", "}"));
            case Value.Empty _ -> "nothing";
            case Value.Int _, Value.Bool _, Value.StrIndex _ -> value.toString();
        };
    }
}
