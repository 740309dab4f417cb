// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.forager.pdata.Logs;
import dev.forager.pdata.MalformedTelemetryException;
import dev.forager.pdata.OtlpJson;
import dev.forager.pdata.Payload;
import dev.forager.pdata.Signal;
import dev.forager.pdata.Telemetry;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Generated statements, each with an item of telemetry of its own, and what comes of them: the same
 * cases whenever they are asked for, so that only answers need to be recorded.
 */
final class Differential {
    /** What is recorded for a statement that is refused at load. */
    static final String REFUSED = "refused";

    /** What is recorded where the item stays as it is. */
    static final String SAME = "same";

    /** What is recorded where the Go collector panics; only its end is known then. */
    static final String CRASHED = "crashed";

    private static final int CASES = 3000;
    private static final long SEED = 20_261_125;

    private Differential() {}

    /**
     * One case.
     *
     * @param number from 0; the flags of a log record, the scope's version of other items
     * @param context of the statement
     * @param statement on the item
     * @param telemetry the item alone
     */
    record Case(int number, OttlContext context, String statement, Telemetry telemetry) {
        /** Holds for the item of this case alone. */
        String condition() {
            return switch (context) {
                case LOG -> "log.flags == " + number;
                case RESOURCE -> "resource.attributes[\"case\"] == " + number;
                default -> "scope.version == \"" + number + "\"";
            };
        }
    }

    /** Cases of a kind: {@code logs}, or {@code fields} of all other items. */
    static List<Case> cases(String kind) {
        return kind.equals("logs") ? logs() : fields();
    }

    private static List<Case> logs() {
        SplittableRandom random = new SplittableRandom(SEED);
        StatementGenerator statements = new StatementGenerator(random.split());
        RecordGenerator records = new RecordGenerator(random.split());
        List<Case> cases = new ArrayList<>();
        for (int i = 0; i < CASES; i++) {
            Logs logs = records.logs();
            logs.records().iterator().next().flags(i);
            cases.add(new Case(i, OttlContext.LOG, statements.statement(), logs));
        }
        return cases;
    }

    private static List<Case> fields() {
        SplittableRandom random = new SplittableRandom(SEED);
        FieldGenerator statements = new FieldGenerator(random.split());
        ItemGenerator items = new ItemGenerator(random.split());
        List<Case> cases = new ArrayList<>();
        for (int i = 0; i < CASES; i++) {
            OttlContext context = statements.context();
            Telemetry item =
                    context == OttlContext.SPAN || context == OttlContext.SPAN_EVENT
                            ? items.traces(i)
                            : items.metrics(i);
            cases.add(new Case(i, context, statements.statement(context), item));
        }
        return cases;
    }

    /** A request in JSON. */
    static Telemetry parse(Signal signal, String json) throws MalformedTelemetryException {
        byte[] bytes = json.getBytes(UTF_8);
        return OtlpJson.toPayload(signal, bytes, 0, bytes.length).open();
    }

    /** A request as JSON that is the same for the same content; see {@link CanonicalJson}. */
    static String content(Payload payload) {
        return CanonicalJson.of(new String(OtlpJson.toJson(payload), UTF_8));
    }
}
