import type { Dimension, Question, StudyConfiguration } from "@/lib/study/configuration";
import type { LocalText } from "@/lib/study/local-text";

/** Languages that the default texts are written in; the first is a new study's default. */
export const DEFAULT_LANGUAGES = ["en", "zh"] as const;

const text = (en: string, zh: string): LocalText => ({ en, zh });

/** The default dimensions, and the paper's: harmony and reality, 0 to 5. */
export function defaultDimensions(): Dimension[] {
  return [
    {
      id: "harmony",
      name: text("Harmony", "和谐"),
      question: text("Do the notes fit together?", "这些音符彼此协调吗？"),
      definition: text(
        "How well the notes go with one another, one after the other and together.",
        "音符先后相接、同时响起时，彼此配合得有多好。",
      ),
      low: 0,
      high: 5,
      lowLabel: text("not at all", "完全不协调"),
      highLabel: text("perfectly", "非常协调"),
      pointLabels: {},
    },
    {
      id: "reality",
      name: text("Reality", "真实"),
      question: text("Could a human musician have written this?", "这可能出自人类音乐家之手吗？"),
      definition: text(
        "How much the piece sounds like the work of a person.",
        "这段音乐听起来有多像人写的作品。",
      ),
      low: 0,
      high: 5,
      lowLabel: text("certainly not", "绝不可能"),
      highLabel: text("certainly", "肯定可能"),
      pointLabels: {},
    },
  ];
}

/** The texts of a new study. */
export function defaultTexts(): StudyConfiguration["texts"] {
  return {
    title: text("Listening study", "聆听研究"),
    intro: text(
      "You will hear short pieces of music and say how they sound to you. There are no right or wrong answers.",
      "您将听到一些简短的音乐片段，并说出您的感受。答案没有对错之分。",
    ),
    needs: text(
      "Headphones, or a quiet room with loudspeakers.",
      "请使用耳机，或在安静的房间里使用扬声器。",
    ),
    organiser: text("", ""),
    pause: text("Time for a short rest. Go on when you are ready.", "请稍事休息，准备好后再继续。"),
    thanks: text(
      "Your ratings help us to understand how people hear music.",
      "您的评分帮助我们了解人们如何聆听音乐。",
    ),
    debrief: text(
      "Some of the pieces were written by computer models, and we compare how they are heard.",
      "其中一些片段由计算机模型创作，我们比较的是人们听到它们时的感受。",
    ),
    hints: [
      text("Press play and listen to the end.", "请按播放键，听完整个片段。"),
      text(
        "Give a value on every scale: the whole range may be used.",
        "请在每个量表上打分，每一个分值都可以使用。",
      ),
      text(
        "Some pieces return later. There are no right answers.",
        "有些片段稍后会再次出现。答案没有对错之分。",
      ),
    ],
  };
}

/** The consent form of a new study; who runs it has to be filled in. */
export function defaultConsent(): StudyConfiguration["consent"] {
  return {
    controller: "",
    contact: "",
    ethicsNumber: "",
    purpose: text(
      "We study how people hear short pieces of music from different sources.",
      "我们研究人们如何聆听来自不同来源的简短音乐片段。",
    ),
    minimumAge: 18,
    retentionDate: "",
    withdrawalDeadline: "",
    paragraphs: [
      {
        heading: text("What you do", "您要做什么"),
        text: text(
          "You listen to short pieces and rate each on a few scales. You may stop at any time without giving a reason.",
          "您将聆听简短的片段，并在几个量表上打分。您可以随时停止，无需说明理由。",
        ),
      },
      {
        heading: text("What we keep", "我们保存什么"),
        text: text(
          "Your ratings, when and how far each piece was played, and your answers. No name and no address is stored with them.",
          "您的评分、每个片段的播放时间与进度，以及您的回答。不会一同保存您的姓名或网络地址。",
        ),
      },
      {
        heading: text("Your rights", "您的权利"),
        text: text(
          "You can withdraw during the study and afterwards with a private link: your ratings are then erased.",
          "您可以在研究期间或之后通过专用链接退出，届时您的评分将被删除。",
        ),
      },
    ],
  };
}

const option = (id: string, en: string, zh: string) => ({ id, label: text(en, zh) });

/** Ready questions by id, to be taken into a study. */
export function readyQuestions(): Question[] {
  const rest = { help: text("", ""), min: null, max: null };
  return [
    {
      ...rest,
      id: "age",
      kind: "single",
      text: text("How old are you?", "您的年龄？"),
      options: [
        option("18-24", "18–24", "18–24"),
        option("25-34", "25–34", "25–34"),
        option("35-44", "35–44", "35–44"),
        option("45-54", "45–54", "45–54"),
        option("55-64", "55–64", "55–64"),
        option("65", "65 or older", "65 岁及以上"),
      ].map((entry) => ({ ...entry, id: `age-${entry.id}` })),
    },
    {
      ...rest,
      id: "training",
      kind: "single",
      text: text(
        "For how many years did you learn an instrument or singing?",
        "您学习乐器或声乐共有多少年？",
      ),
      options: [
        option("none", "Not at all", "没有学过"),
        option("to-2", "Up to 2 years", "不超过 2 年"),
        option("to-5", "3 to 5 years", "3 至 5 年"),
        option("to-10", "6 to 10 years", "6 至 10 年"),
        option("more", "More than 10 years", "10 年以上"),
      ],
    },
    {
      ...rest,
      id: "recognised",
      kind: "single",
      text: text("Did you recognise a piece?", "您是否听出了某个片段？"),
      options: [
        option("no", "No", "没有"),
        option("yes", "Yes", "有"),
        option("unsure", "Not sure", "不确定"),
      ],
    },
    {
      ...rest,
      id: "remarks",
      kind: "long",
      text: text("Is there anything that you would like to tell us?", "您还有什么想告诉我们的吗？"),
      options: [],
    },
  ];
}
