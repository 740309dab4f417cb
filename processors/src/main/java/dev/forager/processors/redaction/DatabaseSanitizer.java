// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.redaction;

import dev.forager.pdata.Attributes;
import dev.forager.pdata.Key;
import dev.forager.processors.redaction.RedactionProcessorConfig.DbSanitizerConfig;
import dev.forager.processors.redaction.RedactionProcessorConfig.Statements;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Replaces the values in database statements. Which language a statement is in is said by the
 * attributes beside it; bodies of log records are tried in all languages. Thread-safe.
 */
final class DatabaseSanitizer {
    private static final Key SYSTEM_NAME = Key.of("db.system.name");
    private static final Key SYSTEM = Key.of("db.system");

    private final List<Language> languages;
    private final boolean guess;

    /** Replaces values in one statement. */
    @FunctionalInterface
    private interface Rewriter {
        String rewrite(String statement, String system);
    }

    private record Language(Set<String> systems, Set<String> attributes, Rewriter rewriter) {}

    /**
     * The enabled languages.
     *
     * @param guess try all of them where no attribute names the system
     */
    DatabaseSanitizer(DbSanitizerConfig config, boolean guess) {
        var list = new ArrayList<Language>();
        Set<String> sql = Set.of("other_sql", "mysql", "postgresql", "mariadb", "sqlite");
        add(list, config.sql(), sql, SqlStatement::sanitize);
        add(list, config.redis(), Set.of("redis"), (text, _) -> RedisCommands.sanitize(text));
        add(list, config.valkey(), Set.of("valkey"), (text, _) -> RedisCommands.sanitize(text));
        add(list, config.memcached(), Set.of("memcached"), (text, _) -> firstLine(text));
        add(list, config.mongo(), Set.of("mongodb"), (text, _) -> JsonQuery.sanitize(text));
        add(
                list,
                withoutAttributes(config.opensearch()),
                Set.of("opensearch"),
                (text, _) -> JsonQuery.sanitize(text));
        add(
                list,
                withoutAttributes(config.es()),
                Set.of("elasticsearch"),
                (text, _) -> JsonQuery.sanitize(text));
        this.languages = List.copyOf(list);
        this.guess = guess;
    }

    private static void add(
            List<Language> list, Statements config, Set<String> systems, Rewriter rewriter) {
        if (config.enabled()) {
            list.add(new Language(systems, Set.copyOf(config.attributes()), rewriter));
        }
    }

    /** As in the collector, their attributes have no effect. */
    private static Statements withoutAttributes(Statements config) {
        return new Statements(config.enabled(), List.of());
    }

    /** A storage command of memcached has its value behind the first line. */
    private static String firstLine(String command) {
        int end = command.indexOf("\r\n");
        return (end < 0 ? command : command.substring(0, end)).strip();
    }

    /** Whether any language is enabled. */
    boolean isEnabled() {
        return !languages.isEmpty();
    }

    /** The database system that attributes name, in lower case; empty for none. */
    static String system(Attributes attributes) {
        String name = attributes.getString(SYSTEM_NAME, "");
        return (name.isEmpty() ? attributes.getString(SYSTEM, "") : name).toLowerCase(Locale.ROOT);
    }

    /** The sanitized value of an attribute beside which {@code system} is named. */
    String sanitizeAttribute(String value, String key, String system) {
        String result = value;
        for (Language language : languages) {
            if (!language.attributes().contains(key)) {
                continue;
            }
            if (language.systems().contains(system)) {
                return language.rewriter().rewrite(value, system);
            }
            if (system.isEmpty() && guess) {
                result = language.rewriter().rewrite(result, "");
            }
        }
        return result;
    }

    /** The sanitized body of a log record, or part of it. */
    String sanitizeBody(String text) {
        String result = text;
        for (Language language : languages) {
            result = language.rewriter().rewrite(result, "");
        }
        return result;
    }

    /** The sanitized name of a span on {@code system}. */
    String sanitizeName(String name, String system) {
        for (Language language : languages) {
            if (language.systems().contains(system)) {
                return language.rewriter().rewrite(name, system);
            }
        }
        return name;
    }
}
