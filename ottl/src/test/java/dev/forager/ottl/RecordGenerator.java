// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl;

import dev.forager.pdata.LogRecord;
import dev.forager.pdata.Logs;
import dev.forager.pdata.ScopeLogs;
import dev.forager.pdata.Value;
import java.util.List;
import java.util.SplittableRandom;

/** Random log records with attributes of every type. The same seed gives the same records. */
final class RecordGenerator {
    private static final List<String> TEXTS =
            List.of(
                    "alpha",
                    "",
                    "Alpha beta gamma",
                    "é😀 text",
                    "42",
                    "1e3",
                    "true",
                    "a=1 b=2",
                    "k");
    private static final long[] NUMBERS = {
        0, 1, -1, 7, 255, 1L << 53, Long.MAX_VALUE, Long.MIN_VALUE
    };
    private static final double[] DOUBLES = {
        0, -0.0, 1.5, 2, -7.25, 1e21, 1e-7, 123456789.125, 9007199254740992.0
    };

    private final SplittableRandom random;

    RecordGenerator(SplittableRandom random) {
        this.random = random;
    }

    /** One record in a resource and a scope of its own. */
    Logs logs() {
        Logs logs = Logs.create();
        var resource = logs.addResource();
        resource.resource().attributes().put("service.name", text()).put("tier", 3);
        ScopeLogs scope = resource.addScope();
        scope.scope().name("lib." + random.nextInt(3)).version("1.2.0");
        fill(scope.addRecord());
        return logs;
    }

    private String text() {
        return TEXTS.get(random.nextInt(TEXTS.size()));
    }

    private Value number() {
        return Value.of(NUMBERS[random.nextInt(NUMBERS.length)]);
    }

    private Value dbl() {
        return Value.of(DOUBLES[random.nextInt(DOUBLES.length)]);
    }

    private void fill(LogRecord record) {
        record.timeUnixNano(1_700_000_000_123_456_789L)
                .severityNumberValue(random.nextInt(25))
                .severityText(random.nextBoolean() ? "INFO" : "")
                .body(random.nextInt(4) == 0 ? map() : Value.of(text()));
        var attributes = record.attributes();
        attributes.put("str", text());
        attributes.put("num", number());
        attributes.put("dbl", dbl());
        attributes.put("yes", random.nextBoolean());
        attributes.put("list", Value.Arr.of(Value.of(text()), Value.of("b"), Value.of(text())));
        attributes.put(
                "nums",
                Value.Arr.of(number(), Value.of(1), random.nextBoolean() ? dbl() : number()));
        attributes.put("map", map());
        attributes.put("empty", "");
        attributes.put("bin", Value.of(new byte[] {1, (byte) 0xff}));
    }

    private Value map() {
        return Value.MapV.of()
                .with("k", Value.of(text()))
                .with("n", number())
                .with("deep", Value.MapV.of().with("k", dbl()));
    }
}
