// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl.xml;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A node of a document. Confined to the evaluation that read it. */
public abstract sealed class XmlNode {
    private @Nullable Parent parent;

    private XmlNode() {}

    /** What it lies in; null for a document and for what was taken out. */
    public final @Nullable Parent parent() {
        return parent;
    }

    /** What may have children: a document or an element. */
    public abstract static sealed class Parent extends XmlNode {
        private final List<XmlNode> children = new ArrayList<>();

        /** The children in their order; not to be changed. */
        public final List<XmlNode> children() {
            return children;
        }

        /** Appends a child, which lay nowhere before. */
        public final void add(XmlNode child) {
            child.parent = this;
            children.add(child);
        }

        /** Takes out all children that are among these. */
        public final void removeAll(Set<XmlNode> gone) {
            children.removeIf(gone::contains);
        }

        /** Puts a node in the place of a child. */
        final void replace(int index, XmlNode replacement) {
            replacement.parent = this;
            children.set(index, replacement);
        }

        /** The text of all descendants. */
        public final String text() {
            StringBuilder out = new StringBuilder();
            appendText(out);
            return out.toString();
        }

        private void appendText(StringBuilder out) {
            for (XmlNode child : children) {
                switch (child) {
                    case Text text -> out.append(text.content());
                    case Parent inner -> inner.appendText(out);
                    case Attribute _, Comment _, Markup _ -> {}
                }
            }
        }
    }

    /** The root of the tree, above any number of elements. */
    public static final class Document extends Parent {}

    /** An element. */
    public static final class Element extends Parent {
        private final String prefix;
        private final String name;
        private final List<Attribute> attributes = new ArrayList<>();

        /** An empty element; the prefix is empty if it has none. */
        public Element(String prefix, String name) {
            this.prefix = prefix;
            this.name = name;
        }

        /** The part of the name before the colon; empty if there is none. */
        public String prefix() {
            return prefix;
        }

        /** The name without its prefix. */
        public String name() {
            return name;
        }

        /** The attributes in their order, those that declare namespaces too. */
        public List<Attribute> attributes() {
            return attributes;
        }

        /** Appends an attribute. */
        public void add(Attribute attribute) {
            ((XmlNode) attribute).parent = this;
            attributes.add(attribute);
        }

        /** Whether any child is an element. */
        public boolean hasElements() {
            return children().stream().anyMatch(Element.class::isInstance);
        }
    }

    /** An attribute. */
    public static final class Attribute extends XmlNode {
        private final String prefix;
        private final String name;
        private final String value;

        /** An attribute; the prefix is empty if it has none. */
        public Attribute(String prefix, String name, String value) {
            this.prefix = prefix;
            this.name = name;
            this.value = value;
        }

        /** The part of the name before the colon; empty if there is none. */
        public String prefix() {
            return prefix;
        }

        /** The name without its prefix. */
        public String name() {
            return name;
        }

        /** The value, without entities. */
        public String value() {
            return value;
        }
    }

    /** Text, or the text of a CDATA section. */
    public static final class Text extends XmlNode {
        private final String content;
        private final boolean cdata;

        /** A text. */
        public Text(String content, boolean cdata) {
            this.content = content;
            this.cdata = cdata;
        }

        /** The characters, without entities. */
        public String content() {
            return content;
        }

        /** Whether it stands in a CDATA section. */
        public boolean isCdata() {
            return cdata;
        }
    }

    /** A comment. */
    public static final class Comment extends XmlNode {
        private final String content;

        /** A comment. */
        public Comment(String content) {
            this.content = content;
        }

        /** The characters. */
        public String content() {
            return content;
        }
    }

    /** A declaration or processing instruction, kept as it is written. */
    public static final class Markup extends XmlNode {
        private final String content;

        /** Markup with its angle brackets. */
        public Markup(String content) {
            this.content = content;
        }

        /** The characters. */
        public String content() {
            return content;
        }
    }
}
