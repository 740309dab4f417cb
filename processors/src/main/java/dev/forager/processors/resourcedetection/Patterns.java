// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.resourcedetection;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.forager.pipeline.config.InvalidConfigException;
import java.util.ArrayList;
import java.util.List;

/** Patterns of the names of tags. Immutable. */
record Patterns(List<Pattern> list) {
    static Patterns of(List<String> texts, String key) {
        var list = new ArrayList<Pattern>();
        for (int i = 0; i < texts.size(); i++) {
            try {
                list.add(Pattern.compile(texts.get(i)));
            } catch (PatternSyntaxException e) {
                throw new InvalidConfigException(
                        String.valueOf(e.getMessage()), "%s::[%d]".formatted(key, i));
            }
        }
        return new Patterns(List.copyOf(list));
    }

    /** Of whole names, in which {@code *} is any text and {@code ?} any character. */
    static Patterns ofWildcards(List<String> texts) {
        return new Patterns(
                texts.stream()
                        .map(text -> Pattern.quote(text).replace("\\*", ".*").replace("\\?", "."))
                        .map(text -> Pattern.compile("(?s)^" + text + "$"))
                        .toList());
    }

    boolean find(String name) {
        for (Pattern pattern : list) {
            if (pattern.matcher(name).find()) {
                return true;
            }
        }
        return false;
    }
}
