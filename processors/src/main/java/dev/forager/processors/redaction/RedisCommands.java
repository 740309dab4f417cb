// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.redaction;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Replaces the arguments of Redis commands that are values; keys and options stay. Which arguments
 * are values is said by the command's syntax. Stateless.
 *
 * @see <a href="https://redis.io/docs/latest/commands/">the commands</a>
 */
final class RedisCommands {
    private static final String MASK = "?";
    private static final Map<String, Values> COMMANDS = commands();

    private RedisCommands() {}

    /** Replaces values among the arguments of one command. */
    @FunctionalInterface
    private interface Values {
        void mask(List<String> arguments);
    }

    private static Map<String, Values> commands() {
        var map = new HashMap<String, Values>();
        map.put("AUTH", arguments -> maskFrom(arguments, 0));
        put(
                map,
                arguments -> maskAt(arguments, 1),
                "APPEND GETSET LPUSHX GEORADIUSBYMEMBER RPUSHX SET SETNX SISMEMBER ZRANK ZREVRANK"
                        + " ZSCORE");
        put(
                map,
                arguments -> maskAt(arguments, 2),
                "HSETNX LREM LSET SETBIT SETEX PSETEX SETRANGE ZINCRBY SMOVE RESTORE");
        map.put("LINSERT", arguments -> maskAt(arguments, 3));
        put(
                map,
                arguments -> maskFrom(arguments, 1),
                "GEOHASH GEOPOS GEODIST LPUSH RPUSH SREM ZREM SADD");
        map.put("GEOADD", arguments -> maskEvery(arguments, 1, 3));
        put(map, arguments -> maskEvery(arguments, 1, 2), "HSET HMSET");
        put(map, arguments -> maskEvery(arguments, 0, 2), "MSET MSETNX");
        map.put("CONFIG", RedisCommands::maskConfig);
        map.put("BITFIELD", RedisCommands::maskBitfield);
        map.put("ZADD", RedisCommands::maskZadd);
        return Map.copyOf(map);
    }

    private static void put(Map<String, Values> map, Values values, String names) {
        for (String name : names.split(" ", -1)) {
            map.put(name, values);
        }
    }

    /** The sanitized commands, one a line. */
    static String sanitize(String text) {
        String commands = text.strip();
        var out = new StringBuilder();
        int at = 0;
        while (at < commands.length()) {
            var words = new ArrayList<String>();
            at = readCommand(commands, at, words);
            if (!words.isEmpty()) {
                out.append(out.isEmpty() ? "" : "\n").append(sanitized(words));
            }
        }
        return out.toString();
    }

    /** Reads the words of a line; within double quotes lines and spaces are part of a word. */
    private static int readCommand(String text, int start, List<String> words) {
        var word = new StringBuilder();
        boolean quoted = false;
        int i = start;
        for (; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!quoted && (c == ' ' || c == '\n')) {
                if (!word.isEmpty()) {
                    words.add(word.toString());
                    word.setLength(0);
                }
                if (c == '\n') {
                    return i + 1;
                }
                continue;
            }
            word.append(c);
            if (c == '\\' && i + 1 < text.length()) {
                word.append(text.charAt(++i));
            } else if (c == '"' && !words.isEmpty()) {
                quoted = !quoted;
            }
        }
        if (!word.isEmpty()) {
            words.add(word.toString());
        }
        return i;
    }

    private static String sanitized(List<String> words) {
        List<String> arguments = words.subList(1, words.size());
        Values values = COMMANDS.get(words.getFirst().toUpperCase(Locale.ROOT));
        if (values != null && !arguments.isEmpty()) {
            values.mask(arguments);
        }
        return String.join(" ", words);
    }

    private static void maskAt(List<String> arguments, int place) {
        if (place < arguments.size()) {
            arguments.set(place, MASK);
        }
    }

    /** One mask for all of them, so that their number does not show. */
    private static void maskFrom(List<String> arguments, int first) {
        if (first < arguments.size()) {
            arguments.set(first, MASK);
            arguments.subList(first + 1, arguments.size()).clear();
        }
    }

    private static void maskEvery(List<String> arguments, int start, int step) {
        for (int i = start + step - 1; i < arguments.size(); i += step) {
            arguments.set(i, MASK);
        }
    }

    private static void maskConfig(List<String> arguments) {
        if (arguments.getFirst().equalsIgnoreCase("SET")) {
            maskAt(arguments, 2);
        }
    }

    /** {@code BITFIELD key [GET type offset] [SET type offset value] ...}: the value of SET. */
    private static void maskBitfield(List<String> arguments) {
        int set = 0;
        for (int i = 0; i < arguments.size(); i++) {
            if (arguments.get(i).equalsIgnoreCase("SET")) {
                set = i;
            }
            if (set > 0 && i - set == 3) {
                arguments.set(i, MASK);
                return;
            }
        }
    }

    /** {@code ZADD key [NX|XX] [CH] [INCR] score member ...}: every member. */
    private static void maskZadd(List<String> arguments) {
        int first = 1;
        while (first < arguments.size()
                && List.of("NX", "XX", "CH", "INCR").contains(arguments.get(first))) {
            first++;
        }
        maskEvery(arguments, first, 2);
    }
}
