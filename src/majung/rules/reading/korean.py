"""What the parts of a file are called in Korean sentences about them.

Source: own convention, docs/programmes.md.
"""

from collections.abc import Mapping

KOREAN: Mapping[str, str] = {
    "account": "계정",
    "allocation cell": "배분 셀",
    "allocation file": "배분 파일",
    "agreement": "협약",
    "book": "장부",
    "case": "사례",
    "cases.yaml": "cases.yaml",
    "claim terms": "청구 조건",
    "condition": "선행조건",
    "condition precedent": "선행조건",
    "cover": "보험·보증 상품",
    "cover pricing": "보험료 산정",
    "cover ratio step": "부보율 단계",
    "design demand": "수요 가정",
    "design file": "설계안 파일",
    "design grid": "설계안 조합",
    "day of a plan": "상환 계획의 날",
    "early repayment": "중도상환",
    "rate reset": "금리 재산정",
    "eligibility.yaml": "eligibility.yaml",
    "envelope": "한도",
    "exclusion": "중복 제한",
    "fact": "사실",
    "fact of a loan": "대출의 사실",
    "fee tier": "보수 구간",
    "fund": "펀드 상품",
    "fund partner": "출자자",
    "fund round": "출자 차수",
    "fund terms": "펀드 조건",
    "given firm": "기준 기업",
    "label": "이름표",
    "late interest": "연체이자",
    "legal basis": "법적 근거",
    "loan": "대출 상품",
    "loan file": "대출 파일",
    "loan pricing": "금리 산정",
    "number": "숫자",
    "party": "기관",
    "posting": "분개",
    "postings.yaml": "postings.yaml",
    "premium": "보험료",
    "premium cell": "보험료 칸",
    "premium discount": "보험료 할인",
    "premium slice": "보험료 구간",
    "premium table": "보험료 표",
    "price step": "가격 단계",
    "pricing.yaml": "pricing.yaml",
    "product": "상품",
    "programme.yaml": "programme.yaml",
    "quota": "할당 한도",
    "rate component": "금리 구성",
    "rate cut": "금리 인하",
    "recommendation": "추천",
    "rule": "기준",
    "source": "출처",
    "target": "목표",
    "technical premium": "적정 보험료",
    "terms": "조건",
    "undertaking": "약속",
    "use of a rule": "기준 부르기",
}


def spoken_name(name: str) -> Mapping[str, str]:
    """Return what a part of a file is called, by language.

    >>> spoken_name("party")["ko"]
    '기관'
    """
    return {"ko": KOREAN.get(name, name), "en": name}
