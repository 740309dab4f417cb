// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.InvalidConfigException;
import dev.forager.pipeline.config.Validation;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The rules of records: which mistakes are told, and which only follow from others. */
class RecordRulesTest {
    @Test
    void ownRules_areAskedOfAllValues() {
        assertThatThrownBy(
                        () ->
                                RecordBinder.read(
                                        "{endpoint: '', timeout: 1}",
                                        RecordBinderTest.Exporter.class))
                .hasMessage("requires a non-empty \"endpoint\" at yaml:1:1");
        assertThatThrownBy(
                        () ->
                                RecordBinder.read(
                                        "{endpoint: a, timeout: -1s}",
                                        RecordBinderTest.Exporter.class))
                .hasMessage("timeout: must not be negative at yaml:1:24");
        assertThatThrownBy(
                        () ->
                                RecordBinder.read(
                                        "{endpoint: '', timeout: x}",
                                        RecordBinderTest.Exporter.class))
                .hasMessageContainingAll("time: invalid duration", "requires a non-empty");
        assertThatThrownBy(() -> RecordBinder.read("{}", RecordBinderTest.Exporter.class))
                .hasMessage("endpoint: missing (expected: text) at yaml:1:1");
    }

    record Statements(@Default("1") int level, @Default("[]") List<String> statements) {
        Statements {
            if (statements.contains("sett(x)")) {
                throw InvalidConfigException.ofLines(
                        "undefined function\n    sett(x)\n    ^", "statements");
            }
            Validation.require(level > 0 || statements.isEmpty(), "level", "too low");
        }
    }

    @Test
    void mistakesInATextAreToldBesideAWrongValue_rulesThatNameItAreNot() {
        assertThatThrownBy(
                        () ->
                                RecordBinder.read(
                                        "{level: x, statements: [sett(x)]}", Statements.class))
                .hasMessageContainingAll("level: x", "statements: undefined function", "    ^");
        assertThatThrownBy(() -> RecordBinder.read("{level: 0, statements: {}}", Statements.class))
                .message()
                .doesNotContain("too low");
    }

    enum Kind {
        FIRST,
        SECOND
    }

    record Item(String name, Kind kind, @Default("5s") Duration delay) {
        Item {
            Validation.require(!delay.isNegative(), "delay", "must not be negative");
        }
    }

    record Items(@Default("1") int least, @Default("2") int most, List<Item> items) {
        Items {
            Validation.requireAll(
                    () -> Validation.require(least <= most, "most", "must not be below least"),
                    () -> {
                        var names = new HashSet<String>();
                        Validation.requireEach(
                                items,
                                "items",
                                (item, key) ->
                                        Validation.require(
                                                names.add(item.name()),
                                                key + "::name",
                                                "duplicate name " + item.name()));
                    });
        }
    }

    record Pair(
            @Default("1") int least,
            @Default("1") int most,
            @Default("''") String path,
            @Default("''") String unit) {
        Pair {
            Validation.require(least > 0, "least", "must be positive");
            Validation.require(most >= least, "'most' must not be less than 'least'");
            Validation.require(!path.isEmpty() || !unit.isEmpty(), "needs a path or a unit");
            if (least == 13) {
                throw new IllegalStateException(unit);
            }
            Validation.require(!path.startsWith("/"), "path", "must be relative");
        }
    }

    @Test
    void aBrokenRule_hidesNoLaterOne_butWhatFollowsFromIt() {
        assertThatThrownBy(() -> RecordBinder.read("{least: -1, most: -2, path: /x}", Pair.class))
                .hasMessage(
                        """
                        least: must be positive at yaml:1:9
                        path: must be relative at yaml:1:29""");
        assertThatThrownBy(() -> RecordBinder.read("{least: 3, most: 2}", Pair.class))
                .hasMessage(
                        """
                        'most' must not be less than 'least' at yaml:1:1
                        needs a path or a unit at yaml:1:1""");
    }

    @Test
    void aFailureBehindABrokenRule_isDueToIt_andAnyOtherIsAFault() {
        assertThatThrownBy(() -> RecordBinder.read("{least: 13, unit: s}", Pair.class))
                .message()
                .isEqualTo("'most' must not be less than 'least' at yaml:1:1");
        assertThatThrownBy(() -> RecordBinder.read("{least: 13, most: 14, unit: s}", Pair.class))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("s");
    }

    @Test
    void aMisspeltKey_isNotMissedToo() {
        assertThatThrownBy(() -> RecordBinder.read("{pathh: x}", Pair.class))
                .message()
                .contains("did you mean \"path\"?")
                .doesNotContain("needs");
    }

    @Test
    void wrongValueHidesNoRuleOfTheOthers() {
        assertThatThrownBy(
                        () ->
                                RecordBinder.read(
                                        """
                                        least: 5
                                        items:
                                          - {name: a, kind: frst}
                                          - {name: a, kind: second, delay: 1s, wiat: 2s}
                                          - {name: a, kind: second, delay: x}
                                        """,
                                        Items.class))
                .message()
                .satisfies(
                        said ->
                                assertThat(said.lines().map(line -> line.split(": ", 2)[0]))
                                        .containsExactly(
                                                "most",
                                                "items[0]::kind",
                                                "items[1]::name",
                                                "items[1]",
                                                "items[2]::name",
                                                "items[2]::delay"));
    }

    record Either(@Nullable Item one, @Default("[]") List<Integer> many) {
        Either {
            Validation.require(one != null || !many.isEmpty(), "neither is there");
        }
    }

    @Test
    void wrongValue_isNotToldAsMissing() {
        for (String yaml : List.of("one: {name: a, kind: first, delay: -1s}", "many: [x]")) {
            assertThatThrownBy(() -> RecordBinder.read("{" + yaml + "}", Either.class))
                    .message()
                    .doesNotContain("neither");
        }
    }

    @Test
    void ruleThatNeedsAWrongValue_isNotAskedWithAnother() {
        assertThatThrownBy(() -> RecordBinder.read("{most: -3, least: x, items: []}", Items.class))
                .message()
                .contains("'least' expected type")
                .doesNotContain("below");
        assertThatThrownBy(
                        () ->
                                RecordBinder.read(
                                        "items: [{name: a, kind: first, delay: -1s}, {name: a, kind: x}]",
                                        Items.class))
                .message()
                .contains(
                        "items[0]::delay: must not be negative",
                        "items[1]::name: duplicate name a",
                        "items[1]::kind");
    }
}
