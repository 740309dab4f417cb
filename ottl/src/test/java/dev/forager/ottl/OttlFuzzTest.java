// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.fail;

import dev.forager.pdata.Logs;
import dev.forager.pdata.Payload;
import dev.forager.pdata.Signal;
import dev.forager.pdata.Value;
import java.util.Base64;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The fuzz target on generated statements, on seeded damage to them, and on hostile values. */
class OttlFuzzTest {
    private static final long SEED = Long.getLong("ottl.seed", 20_261_125);

    /** Statements, each also damaged; {@code -Dottl.statements=200000} for a long run. */
    private static final int STATEMENTS = Integer.getInteger("ottl.statements", 1500);

    private static final List<String> PIECES =
            List.of(
                    "(",
                    ")",
                    "((((((((((",
                    "[",
                    "]",
                    "{",
                    "}",
                    ",",
                    "\"",
                    "\\",
                    "\\x",
                    "\\u12",
                    " where ",
                    " and ",
                    " not ",
                    "not not ",
                    "==",
                    "=>",
                    "_",
                    "0x",
                    "1e3",
                    "1.",
                    "9223372036854775808",
                    "nil",
                    "log.",
                    ".",
                    "Is",
                    "M",
                    "$",
                    "'",
                    "\0",
                    "\uFFFD",
                    "é",
                    "\n",
                    "(a, a) => a",
                    "set(",
                    "Concat([",
                    "a+)+$");

    @Test
    void statements_failOnlyAsTheyMay() {
        var random = new SplittableRandom(SEED);
        var generator = new StatementGenerator(random.split());
        for (int i = 0; i < STATEMENTS; i++) {
            String statement = generator.statement();
            run(statement);
            run(damaged(statement, random));
        }
        for (OttlContext context : CaseGenerator.contexts()) {
            for (var draft : CaseGenerator.fields(context).subList(0, STATEMENTS / 30)) {
                run(draft.statement());
                run(damaged(draft.statement(), random));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "set(log.attributes[\"out\"], \"x\") where IsMatch(log.body, \"(a+)+$\")",
                "set(log.attributes[\"out\"], IsMatch(log.body, log.attributes[\"brackets\"]))",
                "set(log.attributes[\"out\"], ExtractGrokPatterns(log.body, log.attributes[\"brackets\"]))",
                "replace_match(log.body, log.attributes[\"brackets\"], \"x\")",
                "set(log.attributes[\"out\"], Split(log.body, \"a\"))",
                "set(log.attributes[\"out\"], Concat([log.body, log.attributes], log.body))",
                "set(log.attributes[\"out\"], String(log.attributes))",
                "set(log.attributes[\"out\"], Int(log.attributes[\"nan\"]))",
                "set(log.attributes[\"out\"], log.attributes[\"min\"] / -1)",
                "set(log.attributes[\"out\"], -log.attributes[\"min\"])",
                "set(log.attributes[\"out\"], Double(log.body))",
                "set(log.attributes[\"out\"], Len(log.body) + Len(log.attributes[\"deep\"]))",
                "set(log.attributes[\"out\"], Sort([1.5, 2.0])) where log.attributes[\"nan\"] > 1",
                "set(log.attributes[\"out\"], log.attributes)",
                "set(log.attributes[\"list\"][65535], 1)",
                "set(log.attributes[\"list\"][9223372036854775807], 1)",
                "truncate_all(log.attributes, 1)",
                "flatten(log.attributes)",
                "merge_maps(log.attributes, log.attributes, \"upsert\")",
                "keep_matching_keys(log.attributes, \"(.*)*x\")",
                "replace_pattern(log.body, \"(a|aa)+b|!\", \"$1${1}\")",
                "replace_pattern(log.body, \"a{500}\", \"$0\", SHA256)",
                "replace_match(log.body, \"*a*a*b\", \"x\")",
                "replace_all_matches(log.attributes, \"{a,*}!\", \"x\")",
                "replace_all_patterns(log.attributes, \"key\", \"(x*)*$\", \"\")",
                "set(log.attributes[\"out\"], ExtractPatterns(log.body, \"(?P<x>(a+)+)$\"))",
                "set(log.attributes[\"out\"], ExtractGrokPatterns(log.body, \"%{GREEDYDATA:x}%{DATA:y}b\"))",
                "set(log.attributes[\"out\"], ExtractGrokPatterns(log.body, \"%{URI:u}|%{IPV4:i}\"))",
                "set(log.attributes[\"out\"], ParseJSON(log.attributes[\"brackets\"]))",
                "set(log.attributes[\"out\"], ParseJSON(Concat([\"{\", log.body], \"\")))",
                "set(log.attributes[\"out\"], ParseXML(log.attributes[\"tags\"]))",
                "set(log.attributes[\"out\"], ParseSimplifiedXML(log.attributes[\"tags\"]))",
                "set(log.attributes[\"out\"], GetXML(log.attributes[\"tags\"], \"//a//a//a//b\"))",
                "set(log.attributes[\"out\"], ParseCSV(log.attributes[\"quotes\"], \"a,b\"))",
                "set(log.attributes[\"out\"], ParseKeyValue(log.attributes[\"quotes\"], \"=\", \" \"))",
                "set(log.attributes[\"out\"], URL(log.body))",
                "set(log.attributes[\"out\"], UserAgent(log.body))",
                "set(log.attributes[\"out\"], IsValidLuhn(log.attributes[\"digits\"]))",
                "set(log.attributes[\"out\"], Int(log.attributes[\"digits\"]))",
                "set(log.attributes[\"out\"], Double(log.attributes[\"digits\"]))",
                "set(log.attributes[\"out\"], ParseInt(log.attributes[\"digits\"], 10))",
                "set(log.attributes[\"out\"], Duration(log.attributes[\"digits\"]))",
                "set(log.attributes[\"out\"], String(Time(log.attributes[\"digits\"], \"%Y\")))",
                "set(log.attributes[\"out\"], ConvertCase(log.body, \"snake\"))",
                "set(log.attributes[\"out\"], Format(\"%q %x %1000000d\", [log.body, log.body, 1]))",
                "set(log.attributes[\"out\"], Trim(log.body, \"!a\"))",
                "set(log.attributes[\"out\"], Decode(log.body, \"base64\"))",
                "set(log.attributes[\"out\"], Decode(log.body, \"utf-16le\"))",
                "set(log.attributes[\"out\"], Index(log.body, log.body))",
                "set(log.attributes[\"out\"], Sort(Split(log.body, \"\")))",
                "set(log.attributes[\"out\"], Substring(log.body, 0, 1048577))",
                "set(log.attributes[\"out\"], TruncateTime(log.time, Duration(\"1ns\")))",
                "set(log.attributes[\"out\"], String(Unix(9223372036854775807)))",
                "set(log.attributes[\"out\"], Int(log.attributes[\"huge\"]) + 1)",
                "set(log.severity_number, log.attributes[\"min\"])",
                "set(log.time_unix_nano, log.attributes[\"min\"])",
                "limit(log.attributes, 1, [\"deep\"])",
                "append(log.attributes[\"list\"], values=[log.body, log.attributes])"
            })
    void hostileValues_harmNothing(String statement) throws EvaluationException {
        OttlFuzz.run(statement, OttlContext.LOG, hostile());
    }

    /** What a receiver lets through is mended; what it mended is text to every function. */
    @Test
    void invalidUtf8_isMendedBeforeItIsEvaluated() throws Exception {
        var random = new SplittableRandom(SEED);
        var generator = new StatementGenerator(random.split());
        var records = new RecordGenerator(random.split());
        for (int i = 0; i < STATEMENTS / 3; i++) {
            byte[] bytes = records.logs().seal().toByteArray();
            for (int at = 0; at < bytes.length; at++) {
                if (bytes[at] == 'a' && random.nextInt(4) == 0) {
                    bytes[at] = (byte) (0x80 + random.nextInt(0x80));
                }
            }
            Payload received = Payload.parse(Signal.LOGS, bytes, 0, bytes.length);
            String statement = generator.statement();
            try {
                OttlFuzz.run(statement, OttlContext.LOG, received.open());
            } catch (RuntimeException | Error e) {
                fail("seed %d: %s".formatted(SEED, statement), e);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"(", "[", "{\"k\":", "not (", "-(", "Int("})
    void depth_isRefusedOrBounded(String opening) {
        run("set(log.body, " + opening.repeat(100_000));
        run("set(log.body, 1) where " + opening.repeat(100_000));
        run("set(log.body" + "[\"k\"]".repeat(10_000) + ", 1)");
        run("set(log.body, 1" + " + 1".repeat(20_000) + ")");
    }

    private static Logs hostile() {
        Logs logs = new RecordGenerator(new SplittableRandom(1)).logs();
        var record = logs.records().iterator().next();
        record.body(Value.of("a".repeat(1 << 20) + "!"));
        Value deep = Value.of("end");
        for (int i = 0; i < 45; i++) {
            deep = Value.MapV.of().with("k", Value.Arr.of(deep));
        }
        record.attributes().put("deep", deep);
        record.attributes().put("nan", Double.NaN);
        record.attributes().put("min", Long.MIN_VALUE);
        record.attributes().put("huge", 0x1p63);
        record.attributes().put("brackets", "[".repeat(1 << 20));
        record.attributes().put("tags", "<a>".repeat(1 << 18));
        record.attributes().put("quotes", "\"a='\"\"b ".repeat(1 << 17));
        record.attributes().put("digits", "1".repeat(1 << 20));
        return logs;
    }

    private static String damaged(String text, SplittableRandom random) {
        String result = text;
        for (int edits = random.nextInt(1, 4); edits > 0; edits--) {
            int from = random.nextInt(result.length() + 1);
            int to = Math.min(result.length(), from + random.nextInt(4));
            String piece = random.nextInt(3) == 0 ? "" : PIECES.get(random.nextInt(PIECES.size()));
            result = result.substring(0, from) + piece + result.substring(to);
        }
        return result;
    }

    private static void run(String statement) {
        byte[] input = statement.getBytes(UTF_8);
        try {
            OttlFuzz.fuzzerTestOneInput(input);
        } catch (EvaluationException | RuntimeException | Error e) {
            String shown = Base64.getEncoder().encodeToString(input);
            fail("input: " + shown.substring(0, Math.min(2000, shown.length())), e);
        }
    }
}
